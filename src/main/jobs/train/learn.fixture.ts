/** A project's first steps on data that is there, without a run around them. */
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Project } from '../../../shared/network/document.ts';
import { classWeights } from '../model/class-weights.ts';
import { epochSamples, loadData } from '../model/data.ts';
import { makePlan, scaledPlan } from '../model/plan.ts';
import { fitPreprocessing } from '../model/preprocess.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { chooseOptimizer } from './optimize.ts';
import { createTracedTrainer } from './traced.ts';
import { initialState, stepSize } from './trainer.ts';

export interface Data {
  readonly manifest: DatasetManifest;
  readonly folder: string;
}

/** The loss of each of its first steps, as the project sets them up but for the size of a batch. */
export async function firstLosses(
  native: NativeTensorFlow,
  project: Project,
  { manifest, folder }: Data,
  { steps, batchSize }: { readonly steps: number; readonly batchSize: number },
): Promise<readonly number[]> {
  const plan = makePlan(project, manifest);
  const data = await loadData(plan, manifest, folder, project.training);
  const optimizer = chooseOptimizer(project.training);
  const preprocessing = fitPreprocessing(plan, data);
  const trainer = createTracedTrainer(native, {
    plan: scaledPlan(plan, preprocessing),
    data,
    preprocessing,
    optimizer,
    state: initialState(plan, optimizer, 1),
    batchSize,
    seed: 1,
    shards: 1,
    classWeights: classWeights(plan, data),
    mix: null,
  });
  const size = stepSize(plan, batchSize);
  const perEpoch = Math.max(1, Math.floor(epochSamples(data, 1, 0).length / size));
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const rows = epochSamples(data, 1, Math.floor(step / perEpoch));
    const at = (step % perEpoch) * size;
    const [series] = trainer.step(rows.slice(at, at + size), step, project.training.learningRate);
    losses.push(series![0]!);
  }
  trainer.close();
  return losses;
}
