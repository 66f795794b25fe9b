import type { CoreClient, ProjectEntry, Sample } from '../../shared/contract/core.ts';

/** The projects of the workspace, newest first, and the samples that come with the app. */
export class Projects {
  readonly #core: Pick<CoreClient, 'request' | 'on'>;
  recent: readonly ProjectEntry[] = $state.raw([]);
  samples: readonly Sample[] = $state.raw([]);
  loaded: boolean = $state.raw(false);
  readonly #stop: () => void;

  constructor(core: Pick<CoreClient, 'request' | 'on'>) {
    this.#core = core;
    this.#stop = core.on('projects.changed', () => void this.reload());
    void this.reload();
  }

  async reload(): Promise<void> {
    const [recent, samples] = await Promise.all([
      this.#core.request('projects.list', {}),
      this.#core.request('projects.samples', {}),
    ]).catch(() => [this.recent, this.samples] as const);
    this.recent = [...recent].sort((a, b) => b.modified.localeCompare(a.modified));
    this.samples = samples;
    this.loaded = true;
  }

  /** Throws `Failed`. */
  async delete(path: string): Promise<void> {
    await this.#core.request('projects.delete', { path });
    await this.reload();
  }

  stop(): void {
    this.#stop();
  }
}
