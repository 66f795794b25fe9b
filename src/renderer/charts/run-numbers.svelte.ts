import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { CoreClient, Input } from '../../shared/contract/core.ts';
import type { Metric } from '../../shared/contract/runs.ts';
import { RunSeries } from './series.ts';

/** What draws the numbers looks again at most ten times a second, however fast they come. */
export const LOOK_EVERY = 100;

/** The numbers of runs: asked for when they are first wanted, and followed from then on. */
export class RunNumbers {
  readonly #core: Pick<CoreClient, 'request' | 'on'>;
  readonly #perEpoch: boolean;
  readonly #series = new Map<string, RunSeries>();
  /** Runs whose numbers were asked for, with what was heard of them meanwhile: the answer may lack it. */
  readonly #loading = new Map<string, Metric[]>();
  /** Goes up when a run has new numbers, so that what draws them looks again: the numbers themselves are plain arrays. */
  readonly #versions = new SvelteMap<string, number>();
  /** Runs that have new numbers since what draws them was told. */
  readonly #news = new Set<string>();

  /** `perEpoch`: only what is measured once an epoch. */
  constructor(
    core: Pick<CoreClient, 'request' | 'on'>,
    { perEpoch = false }: Pick<Input<'runs.metrics'>, 'perEpoch'> = {},
  ) {
    this.#core = core;
    this.#perEpoch = perEpoch;
    core.on('run.metrics', ({ run, metrics }) => this.#hear(run, metrics));
    core.on('run.deleted', ({ run }) => this.#series.delete(run));
  }

  /** Null until they are here. Reading them in an effect follows the run: they are read again when there are new ones. */
  of(run: string): RunSeries | null {
    this.#versions.get(run);
    const series = this.#series.get(run);
    if (!series) untrack(() => this.#load(run));
    return series?.again() ?? null;
  }

  /** Reads them anew: news may have been missed. */
  reload(): void {
    const known = [...this.#series.keys()];
    this.#series.clear();
    this.#loading.clear();
    for (const run of known) this.#load(run);
  }

  #load(run: string): void {
    if (this.#loading.has(run)) return;
    const meanwhile: Metric[] = [];
    this.#loading.set(run, meanwhile);
    this.#core.request('runs.metrics', { run, perEpoch: this.#perEpoch }).then(
      (metrics) => {
        const series = new RunSeries();
        series.add(metrics);
        series.add(meanwhile);
        this.#series.set(run, series);
        this.#loading.delete(run);
        this.#tell(run);
      },
      // No connection, or deleted meanwhile: asked again when it is next wanted.
      () => this.#loading.delete(run),
    );
  }

  #hear(run: string, all: readonly Metric[]): void {
    const metrics = this.#perEpoch ? all.filter(({ name }) => name.includes('/')) : all;
    const series = this.#series.get(run);
    if (series && metrics.length > 0) {
      series.add(metrics);
      if (this.#news.size === 0) setTimeout(() => this.#tellNews(), LOOK_EVERY);
      this.#news.add(run);
    } else {
      this.#loading.get(run)?.push(...metrics);
    }
  }

  #tellNews(): void {
    for (const run of this.#news) this.#tell(run);
    this.#news.clear();
  }

  #tell(run: string): void {
    this.#versions.set(run, (this.#versions.get(run) ?? 0) + 1);
  }
}
