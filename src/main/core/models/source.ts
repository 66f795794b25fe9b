import type { ModelSource } from '../../../shared/contract/jobs.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import type { Checkpoints } from '../checkpoints/checkpoints.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { runSummary, storedRun } from '../store/runs.ts';
import type { Store } from '../store/database.ts';

export interface ModelNeeds {
  readonly store: Store;
  readonly datasets: Datasets;
  readonly checkpoints: Checkpoints;
}

/** A run's network with its data and newest weights. Throws Failed where something of it is missing or damaged. */
export async function modelSource(
  { store, datasets, checkpoints }: ModelNeeds,
  run: string,
): Promise<ModelSource> {
  const stored = storedRun(store, run);
  if (!stored) throw new Failed(failure('not-found', { what: 'run', name: run }));
  const checkpoint = await checkpoints.newest(run);
  if (!checkpoint || !stored.engine) {
    throw new Failed(failure('no-checkpoint', { run: runSummary(store, run)?.name ?? run }));
  }
  const manifest = await datasets.verify(stored.dataset.id);
  return {
    project: stored.project,
    manifest,
    data: datasets.folderOf(manifest.id),
    checkpoint,
    engine: stored.engine,
  };
}
