import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { CoreClient } from '../../shared/contract/core.ts';
import type { Metric } from '../../shared/contract/runs.ts';
import { everyMetric } from '../../shared/runs/every-metric.ts';
import { unpacked } from '../../shared/runs/packed.ts';
import { isMeasured } from '../../shared/runs/series.ts';
import type { MeasuredEach, RunSeries } from '../../shared/runs/series.ts';
import type { Numbers } from './run-curves.ts';
import { RunCurves } from './run-curves.ts';

/** What draws the numbers looks again at most ten times a second, however fast they come. */
export const LOOK_EVERY = 100;

export type NumbersCore = Pick<CoreClient, 'request' | 'requestBytes' | 'on'>;

/** The curves of a run, drawn with a weight. */
interface Known {
  readonly run: string;
  readonly weight: number;
  /** What of the run they are. */
  readonly each: MeasuredEach;
  /** Null until the core has answered, … */
  series: RunSeries | null;
  /** … which may lack what was heard meanwhile. */
  readonly meanwhile: Metric[];
}

/** The curves of runs: asked for when they are first wanted, and followed from then on. */
export class RunNumbers {
  readonly #core: NumbersCore;
  readonly #each: MeasuredEach;
  readonly #known = new Map<string, Known>();
  /** Goes up when a run has new numbers, so that what draws them looks again: the numbers themselves are plain arrays. */
  readonly #versions = new SvelteMap<string, number>();
  /** Runs that have new numbers since what draws them was told. */
  readonly #news = new Set<string>();
  /** All numbers of runs, while they are on their way. */
  readonly #every = new Map<string, Promise<readonly Metric[]>>();

  /** `each`: how often what is wanted is measured. */
  constructor(core: NumbersCore, each: MeasuredEach = 'any') {
    this.#core = core;
    this.#each = each;
    core.on('run.metrics', ({ run, metrics }) => this.#hear(run, metrics));
    core.on('run.deleted', ({ run }) => {
      for (const { weight } of this.#of(run)) this.#known.delete(keyOf(run, weight));
    });
  }

  /**
   * Null until they are here. Reading them in an effect follows the run: they are read again when there are new ones.
   * With a `weight`, of what was before in the average that is drawn, only what is measured each step.
   */
  of(run: string, weight = 0): RunCurves | null {
    this.#versions.get(run);
    const known = this.#known.get(keyOf(run, weight));
    if (!known) untrack(() => this.#load(run, weight));
    return known?.series ? new RunCurves(known.series, this.#numbersOf(run, weight)) : null;
  }

  /** Reads them anew: news may have been missed. */
  reload(): void {
    const known = [...this.#known.values()];
    this.#known.clear();
    for (const { run, weight } of known) this.#load(run, weight);
  }

  #of = (run: string): readonly Known[] => [...this.#known.values()].filter((known) => known.run === run);

  #load(run: string, weight: number): void {
    const key = keyOf(run, weight);
    const each = weight === 0 ? this.#each : 'step';
    const known: Known = { run, weight, each, series: null, meanwhile: [] };
    this.#known.set(key, known);
    this.#core.requestBytes('runs.curves', { run, of: each, weight }).then(
      ({ value, bytes }) => {
        known.series = unpacked(value, bytes, weight);
        known.series.add(known.meanwhile.splice(0));
        this.#tell(run);
      },
      () => {
        // No connection, or deleted meanwhile: asked again when it is next wanted.
        if (this.#known.get(key) === known) this.#known.delete(key);
      },
    );
  }

  #hear(run: string, all: readonly Metric[]): void {
    for (const { each, series, meanwhile } of this.#of(run)) {
      const metrics = all.filter(({ name }) => isMeasured(each, name));
      if (!series) meanwhile.push(...metrics);
      else if (metrics.length > 0) {
        series.add(metrics);
        if (this.#news.size === 0) setTimeout(() => this.#tellNews(), LOOK_EVERY);
        this.#news.add(run);
      }
    }
  }

  #tellNews(): void {
    for (const run of this.#news) this.#tell(run);
    this.#news.clear();
  }

  #tell(run: string): void {
    this.#versions.set(run, (this.#versions.get(run) ?? 0) + 1);
  }

  #numbersOf(run: string, weight: number): Numbers {
    return {
      of: keyOf(run, weight),
      whole: async (name) => {
        const metrics = (await this.#everyOf(run)).filter((metric) => metric.name === name);
        return { x: metrics.map(({ step }) => step), y: metrics.map(({ value }) => value) };
      },
      stretch: async (name, [from, to]) => {
        const { value, bytes } = await this.#core.requestBytes('runs.stretch', {
          run,
          name,
          weight,
          from,
          to,
        });
        return unpacked(value, bytes, weight).of(name)?.points() ?? { x: [], y: [] };
      },
    };
  }

  /** Asked for once for all curves that want them at the same time. */
  #everyOf(run: string): Promise<readonly Metric[]> {
    const known = this.#every.get(run);
    if (known) return known;
    const every = everyMetric(this.#core, run).finally(() => this.#every.delete(run));
    this.#every.set(run, every);
    return every;
  }
}

const keyOf = (run: string, weight: number): string => `${run} ${weight}`;
