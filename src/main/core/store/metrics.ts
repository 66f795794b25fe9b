/** A run's numbers as rows: (run, step, name). */
import { setImmediate } from 'node:timers/promises';
import type { Metric } from '../../../shared/contract/runs.ts';
import type { Steps } from '../../../shared/runs/series.ts';
import type { Store } from './database.ts';

/**
 * Writes metrics and the run's latest values together. A number written before for the same step is replaced: a run
 * that goes on from a checkpoint computes the same again, and nothing that was shown is lost meanwhile.
 */
export function insertMetrics(store: Store, run: string, metrics: readonly Metric[]): void {
  store.transaction('flushed', () => {
    const insert = store.db.prepare(
      'INSERT INTO metrics (run, step, name, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    // JSON has no NaN: a job's not-a-number comes as null and is kept as NULL.
    for (const { step, name, value } of metrics)
      insert.run(run, step, name, Number.isNaN(value) ? null : value);
    const shown = metrics.filter(({ name }) => name !== 'loss');
    if (shown.length === 0) return;
    const latest = store.db.prepare('SELECT latest FROM runs WHERE id = ?').pluck().get(run) as string;
    const merged = {
      ...(JSON.parse(latest) as object),
      ...Object.fromEntries(shown.map((m) => [m.name, m.value])),
    };
    store.db.prepare('UPDATE runs SET latest = ? WHERE id = ?').run(JSON.stringify(merged), run);
  });
}

/** Rows that are read in one go: some milliseconds, in which the core answers nobody else. */
const PAGE = 5000;

/** Metrics of the steps after `afterStep`, oldest first: a page of them, and of no step only some. */
export function metricsOf(store: Store, run: string, afterStep: number): readonly Metric[] {
  const page = store.db
    .prepare<[string, number], Metric>(
      `SELECT step, name, value FROM metrics WHERE run = ? AND step > ? ORDER BY step, name LIMIT ${PAGE}`,
    )
    .all(run, afterStep);
  if (page.length < PAGE) return page;
  const last = page.at(-1)!.step;
  return page.slice(0, page.findLastIndex(({ step }) => step < last) + 1);
}

type Row = readonly [step: number, name: string, value: number | null];

/** All numbers of the steps from one to another, in pages, before each of which the core answers others. */
export async function* pagesOf(store: Store, run: string, [from, to]: Steps): AsyncGenerator<readonly Row[]> {
  const read = store.db
    .prepare<[string, number, string, number], Row>(
      `SELECT step, name, value FROM metrics WHERE run = ? AND (step, name) > (?, ?) AND step <= ?
       ORDER BY step, name LIMIT ${PAGE}`,
    )
    .raw();
  let after: readonly [step: number, name: string] = [from, ''];
  for (;;) {
    await setImmediate();
    const page = read.all(run, ...after, to);
    yield page;
    const last = page.at(-1);
    if (page.length < PAGE || !last) return;
    after = [last[0], last[1]];
  }
}
