/** Registered checkpoints as rows. */
import type { Store } from './database.ts';

export interface CheckpointRow {
  readonly run: string;
  readonly step: number;
  readonly epoch: number;
  /** Name within the run's folder. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly weights: string;
  readonly created: string;
  readonly damaged: number;
}

/** Whole checkpoints, newest first. */
export const checkpointsOf = (store: Store, run: string): readonly CheckpointRow[] =>
  store.db
    .prepare<[string], CheckpointRow>(
      'SELECT * FROM checkpoints WHERE run = ? AND damaged = 0 ORDER BY step DESC',
    )
    .all(run);

/** Names of a run's registered files, damaged ones too. */
export const checkpointFiles = (store: Store, run: string): readonly string[] =>
  store.db.prepare('SELECT file FROM checkpoints WHERE run = ?').pluck().all(run) as string[];

/** Registers a checkpoint and forgets older ones; answers the files that are no longer needed. */
export function registerCheckpoint(
  store: Store,
  row: Omit<CheckpointRow, 'created' | 'damaged'>,
  keep: number,
): string[] {
  return store.transaction('durable', () => {
    store.db
      .prepare(
        `INSERT OR REPLACE INTO checkpoints (run, step, epoch, file, bytes, sha256, weights, created)
         VALUES (@run, @step, @epoch, @file, @bytes, @sha256, @weights, @created)`,
      )
      .run({ ...row, created: new Date().toISOString() });
    const old = store.db
      .prepare<[string, number], { step: number; file: string }>(
        'SELECT step, file FROM checkpoints WHERE run = ? ORDER BY step DESC LIMIT -1 OFFSET ?',
      )
      .all(row.run, keep);
    for (const { step } of old)
      store.db.prepare('DELETE FROM checkpoints WHERE run = ? AND step = ?').run(row.run, step);
    return old.map(({ file }) => file);
  });
}

export const markDamaged = (store: Store, run: string, step: number): void =>
  store.transaction('durable', () => {
    store.db.prepare('UPDATE checkpoints SET damaged = 1 WHERE run = ? AND step = ?').run(run, step);
  });
