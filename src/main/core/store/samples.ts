/** What a run's network made after its epochs. */
import type { Generated } from '../../../shared/contract/generate.ts';
import type { RunSample, SampleEpoch } from '../../../shared/contract/runs.ts';
import type { Store } from './database.ts';

interface SampleRow {
  readonly epoch: number;
  readonly step: number;
  readonly made: string;
  readonly png: Uint8Array;
}

/** Replaces that of the same epoch: a run that goes on from a checkpoint makes the same again. */
export const insertSample = (
  store: Store,
  run: string,
  { epoch, step, made }: RunSample,
  png: Uint8Array,
): void =>
  store.transaction('flushed', () => {
    store.db
      .prepare('INSERT OR REPLACE INTO samples (run, epoch, step, made, png) VALUES (?, ?, ?, ?, ?)')
      .run(run, epoch, step, JSON.stringify(made), png);
  });

/** The epochs that have one, oldest first. */
export const samplesOf = (store: Store, run: string): readonly SampleEpoch[] =>
  store.db
    .prepare<[string], SampleEpoch>('SELECT epoch, step FROM samples WHERE run = ? ORDER BY epoch')
    .all(run);

export function sampleOf(
  store: Store,
  run: string,
  epoch: number,
): { readonly sample: RunSample; readonly png: Uint8Array } | null {
  const row = store.db
    .prepare<[string, number], SampleRow>(
      'SELECT epoch, step, made, png FROM samples WHERE run = ? AND epoch = ?',
    )
    .get(run, epoch);
  if (!row) return null;
  const sample = { epoch: row.epoch, step: row.step, made: JSON.parse(row.made) as Generated };
  return { sample, png: row.png };
}
