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

/** A run's network with its data and the weights of a step, or its newest. Throws Failed where something of it is missing or damaged. */
export async function modelSource(
  { store, datasets, checkpoints }: ModelNeeds,
  run: string,
  step?: number,
): Promise<ModelSource> {
  const stored = storedRun(store, run);
  if (!stored) throw new Failed(failure('not-found', { what: 'run', name: run }));
  const checkpoint = step === undefined ? await checkpoints.newest(run) : await checkpoints.at(run, step);
  if (step !== undefined && !checkpoint)
    throw new Failed(failure('not-found', { what: 'checkpoint of step', name: String(step) }));
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

/**
 * Asks about a run's newest weights. A run that trains may have replaced them before they are read; then the newer ones
 * are asked about.
 */
export async function askNewest<T>(
  needs: ModelNeeds,
  run: string,
  ask: (model: ModelSource) => Promise<T>,
): Promise<T> {
  for (;;) {
    const model = await modelSource(needs, run);
    try {
      return await ask(model);
    } catch (error) {
      const { path } = model.checkpoint;
      const unread =
        error instanceof Failed &&
        error.failure.code === 'file-unreadable' &&
        error.failure.facts.path === path;
      if (!unread || (await needs.checkpoints.newest(run))?.path === path) throw error;
    }
  }
}
