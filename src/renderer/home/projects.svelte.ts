import type { CoreClient, ImportState, ProjectEntry, Sample } from '../../shared/contract/core.ts';
import { sampleWords } from '../../shared/words/samples.ts';

/** The projects of the workspace, newest first, and the samples that come with the app. */
export class Projects {
  readonly #core: Pick<CoreClient, 'request' | 'on'>;
  recent: readonly ProjectEntry[] = $state.raw([]);
  samples: readonly Sample[] = $state.raw([]);
  loaded: boolean = $state.raw(false);
  readonly #stops: readonly (() => void)[];
  /** Imports that fetch samples' data, by whichever window they were begun. */
  #downloads: ReadonlySet<string> = new Set();

  /** Told when the data of a sample have been fetched or could not be, while the home screen is open. */
  onDownloaded: ((state: ImportState) => void) | null = null;

  constructor(core: Pick<CoreClient, 'request' | 'on'>) {
    this.#core = core;
    this.#stops = [
      core.on('projects.changed', () => void this.reload()),
      core.on('datasets.changed', () => void this.reload()), // a sample's data may be there now
      core.on('import.changed', (state) => this.#hear(state)),
    ];
    void this.reload();
  }

  async reload(): Promise<void> {
    const [recent, samples] = await Promise.all([
      this.#core.request('projects.list', {}),
      this.#core.request('projects.samples', {}),
    ]).catch(() => [this.recent, this.samples] as const);
    this.recent = newestFirst(recent);
    this.samples = samples.map(sampleWords);
    for (const { download } of samples) if (download?.import) this.#follow(download.import);
    this.loaded = true;
  }

  /** Throws `Failed`. */
  async delete(path: string): Promise<void> {
    await this.#core.request('projects.delete', { path });
    await this.reload();
  }

  /** Fetches a sample's data; the person has been asked. Throws `Failed`. */
  async download(sample: string): Promise<void> {
    const { id } = await this.#core.request('samples.download', { sample });
    this.#follow(id);
    await this.reload();
  }

  #follow(id: string): void {
    this.#downloads = new Set([...this.#downloads, id]);
  }

  #hear(state: ImportState): void {
    if (state.state === 'running' || !this.#downloads.has(state.id)) return;
    this.#downloads = new Set([...this.#downloads].filter((id) => id !== state.id));
    void this.reload();
    this.onDownloaded?.(state);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}

export const newestFirst = (projects: readonly ProjectEntry[]): readonly ProjectEntry[] =>
  [...projects].sort((a, b) => b.modified.localeCompare(a.modified));
