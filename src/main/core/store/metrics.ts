/** A run's numbers as rows: (run, step, name). */
import type { Metric } from '../../../shared/contract/runs.ts';
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

/** Metrics of the steps after `afterStep`, oldest first; of epochs only or all. */
export function metricsOf(store: Store, run: string, afterStep: number, perEpoch = false): readonly Metric[] {
  const wanted = perEpoch ? " AND name LIKE '%/%'" : '';
  return store.db
    .prepare<[string, number], Metric>(
      `SELECT step, name, value FROM metrics WHERE run = ? AND step > ?${wanted} ORDER BY step, name`,
    )
    .all(run, afterStep);
}
