import { createContext } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { RUN_ENDED } from '../../shared/contract/runs.ts';
import type { Progress, RunSummary } from '../../shared/contract/runs.ts';
import type { RunCurves } from '../charts/run-curves.ts';
import { RunNumbers } from '../charts/run-numbers.svelte.ts';
import type { NumbersCore } from '../charts/run-numbers.svelte.ts';

/** All runs of the workspace, newest first, with the numbers by epoch of those that were looked at. */
export class Runs {
  readonly #core: NumbersCore;
  list: readonly RunSummary[] = $state.raw([]);
  loaded: boolean = $state.raw(false);
  readonly byId: ReadonlyMap<string, RunSummary> = $derived(new Map(this.list.map((run) => [run.id, run])));
  readonly progress = new SvelteMap<string, Progress>();
  /** Whose runs the lists show. */
  scope: 'project' | 'all' = $state.raw('project');
  /** Runs that are ticked, to be compared. */
  readonly compared = new SvelteSet<string>();
  /** Those of each step would be many. */
  readonly #numbers: RunNumbers;

  constructor(core: NumbersCore) {
    this.#core = core;
    this.#numbers = new RunNumbers(core, 'epoch');
    core.on('run.changed', (run) => this.#put(run));
    core.on('run.deleted', ({ run }) => {
      this.list = this.list.filter((each) => each.id !== run);
      this.compared.delete(run);
    });
    core.on('run.progress', (progress) => this.progress.set(progress.run, progress));
    void this.reload();
  }

  async reload(): Promise<void> {
    const list = await this.#core.request('runs.list', {}).catch(() => this.list);
    this.list = [...list].sort(newestFirst);
    this.loaded = true;
    this.#numbers.reload();
  }

  #put(run: RunSummary): void {
    this.list = [run, ...this.list.filter((each) => each.id !== run.id)].sort(newestFirst);
  }

  /** Runs of a project, or all where there is no project or all are asked for. */
  visible(projectPath: string | null): readonly RunSummary[] {
    if (projectPath === null || this.scope === 'all') return this.list;
    return this.list.filter((run) => run.projectPath === projectPath);
  }

  /** The run that the room shows: the one of the address, else the newest of those in the list. */
  chosen(wanted: string | null, projectPath: string | null): RunSummary | null {
    return (wanted === null ? this.visible(projectPath)[0] : this.byId.get(wanted)) ?? null;
  }

  /** Runs of other projects that go on or wait, those that go on first, then the oldest. */
  elsewhere(projectPath: string | null): readonly RunSummary[] {
    return this.list
      .filter((run) => !RUN_ENDED.includes(run.state) && (!projectPath || run.projectPath !== projectPath))
      .reverse()
      .sort((a, b) => Number(a.state === 'queued') - Number(b.state === 'queued'));
  }

  compare(run: string, on: boolean): void {
    if (on) this.compared.add(run);
    else this.compared.delete(run);
  }

  /** What a run measured once an epoch; see `RunNumbers.of`. */
  curves = (run: string): RunCurves | null => this.#numbers.of(run);

  rename = (run: string, name: string): Promise<void> => this.#core.request('runs.rename', { run, name });
  delete = (run: string): Promise<void> => this.#core.request('runs.delete', { run });
  resume = (run: string): Promise<void> => this.#core.request('runs.resume', { run });
}

const newestFirst = (a: RunSummary, b: RunSummary): number =>
  b.created.localeCompare(a.created) || b.id.localeCompare(a.id);

export const [getRuns, setRuns] = createContext<Runs>();
