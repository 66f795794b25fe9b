import { createContext } from 'svelte';
import type { CoreClient, ImportState } from '../../shared/contract/core.ts';
import type { DatasetManifest } from '../../shared/data/manifest.ts';

/** The data sets of the workspace and the imports that are under way or have just ended. */
export class Library {
  readonly #core: Pick<CoreClient, 'request' | 'on'>;
  datasets: readonly DatasetManifest[] = $state.raw([]);
  imports: readonly ImportState[] = $state.raw([]);
  /** False until the first answer: until then an empty list means nothing. */
  loaded: boolean = $state.raw(false);
  readonly byId: ReadonlyMap<string, DatasetManifest> = $derived(
    new Map(this.datasets.map((set) => [set.id, set])),
  );
  readonly running: readonly ImportState[] = $derived(
    this.imports.filter((each) => each.state === 'running'),
  );
  /** What ended and was put away by the person. */
  #dismissed: ReadonlySet<string> = $state.raw(new Set());
  /** Imports to show: those under way, and those that ended in a way that must be seen. */
  readonly shown: readonly ImportState[] = $derived(
    this.imports.filter((each) => !this.#dismissed.has(each.id)),
  );

  /** Told of each import that ends well while this window is open. */
  onDone: ((state: ImportState) => void) | null = null;

  constructor(core: Pick<CoreClient, 'request' | 'on'>) {
    this.#core = core;
    core.on('datasets.changed', () => void this.reload());
    core.on('import.changed', (state) => this.#put(state));
    void this.reload();
  }

  /** Reads both lists anew: at the start, and when news may have been missed. */
  async reload(): Promise<void> {
    const [datasets, imports] = await Promise.all([
      this.#core.request('datasets.list', {}),
      this.#core.request('import.list', {}),
    ]).catch(() => [this.datasets, this.imports] as const);
    this.datasets = [...datasets].sort((a, b) => b.created.localeCompare(a.created));
    // Imports of earlier windows that have ended are no news.
    const known = new Set(this.imports.map((each) => each.id));
    this.imports = imports.filter((each) => each.state === 'running' || known.has(each.id));
    this.loaded = true;
  }

  /** What the Data room shows: the data set of the address, else that of the open project, else the newest. */
  chosen(wanted: string | null, used: string | null): DatasetManifest | null {
    if (wanted === 'import') return null;
    if (wanted !== null) return this.byId.get(wanted) ?? null;
    return (used === null ? undefined : this.byId.get(used)) ?? this.datasets[0] ?? null;
  }

  #put(state: ImportState): void {
    const known = this.imports.some((each) => each.id === state.id);
    this.imports = known
      ? this.imports.map((each) => (each.id === state.id ? state : each))
      : [...this.imports, state];
    if (state.state === 'done') this.onDone?.(state);
  }

  dismiss(id: string): void {
    this.#dismissed = new Set([...this.#dismissed, id]);
  }

  async cancel(id: string): Promise<void> {
    await this.#core.request('import.cancel', { id });
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#core.request('datasets.rename', { id, name });
  }

  async delete(id: string): Promise<void> {
    await this.#core.request('datasets.delete', { id });
  }
}

export const [getLibrary, setLibrary] = createContext<Library>();
