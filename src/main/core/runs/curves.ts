/** The curves of runs, of numbers that the database has: read once, and gone on with when there are new ones. */
import { reach, RunSeries, Series } from '../../../shared/runs/series.ts';
import type { Steps } from '../../../shared/runs/series.ts';
import type { Store } from '../store/database.ts';
import { pagesOf } from '../store/metrics.ts';
import { turns } from '../turns.ts';

/** Runs whose curves are kept: some hundred kilobytes each, at most. */
const KEPT = 32;

export interface Curves {
  /** All of a run's. `weight`: of what was before, in the average that is drawn. */
  of(run: string, weight: number): Promise<RunSeries>;
  /** The steps of one from one to another; null where it has no values there. */
  stretch(run: string, name: string, weight: number, steps: Steps): Promise<Series | null>;
}

export function openCurves(store: Store): Curves {
  /** Those asked for last are at the end. */
  const kept = new Map<string, RunSeries>();
  /** Many at once would each have their page before the core answers others. */
  const inTurn = turns();
  const READING = 'reading';
  return {
    of: (run, weight) =>
      inTurn(READING, async () => {
        const key = `${run} ${weight}`;
        const series = kept.get(key) ?? new RunSeries(weight);
        kept.delete(key);
        kept.set(key, series);
        if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
        // Rows come in the order of their steps; of the last step there may be more by now.
        for await (const page of pagesOf(store, run, [series.last, Infinity]))
          for (const [step, name, value] of page) series.put(name, step, value ?? NaN);
        return series;
      }),
    stretch: (run, name, weight, [from, to]) =>
      inTurn(READING, async () => {
        const series = new Series(weight);
        for await (const page of pagesOf(store, run, [from - reach(weight), to]))
          for (const [step, each, value] of page)
            if (each === name) series.add(step, value ?? NaN, [from, to]);
        return series.length > 0 ? series : null;
      }),
  };
}
