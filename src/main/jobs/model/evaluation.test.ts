import { beforeAll, expect, test } from 'vitest';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { readBatch } from '../train/eager.ts';
import { chainProject, dataInMemory, imageManifest, tableManifest } from '../train/project.fixture.ts';
import { chooseOptimizer } from '../train/optimize.ts';
import { initialState } from '../train/trainer.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { evaluateRows } from './evaluate-rows.ts';
import { evaluation } from './evaluation.ts';
import { forwardNetwork } from './forward.ts';
import { fitPreprocessing } from './preprocess.ts';
import { noRandom } from '../tensorflow/random.ts';
import type { Project } from '../../../shared/network/document.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';

let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
});

/** An untrained network's evaluation of all rows, and its predictions. */
async function evaluated(project: Project, manifest: DatasetManifest) {
  const { tf } = runtime;
  const { plan, data } = dataInMemory(project, manifest);
  const options = { plan, data, preprocessing: fitPreprocessing(plan, data) };
  const weights = new Map<string, Tensor>(
    [...initialState(plan, chooseOptimizer(project.training), 4)].map(([name, { shape, values }]) => [
      name,
      tf.tensor(values, [...shape]),
    ]),
  );
  const rows = data.split.train;
  const result = await evaluation(plan, data, rows, 32, (part) =>
    tf.tidy(
      () =>
        new Float32Array(evaluateRows(runtime, plan, weights, readBatch(runtime, options, part)).dataSync()),
    ),
  );
  const context = { ...runtime, training: false, random: noRandom, shard: 0 };
  const pass = forwardNetwork(context, plan, weights, readBatch(runtime, options, rows).inputs);
  const predicted = (await pass.outputs.get('output')!.prediction.array()) as number[][];
  const targets = Array.from(rows, (row) => data.targets.get('output')!.values![row]!);
  return { result, predicted, targets };
}
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test('classes: what all rows together say', async () => {
  const manifest = imageManifest([6, 6, 1], { rows: 90, classes: 12 });
  const steps = [['flatten'], ['dense', { units: 12, activation: 'softmax' }]] as const;
  const { result, predicted, targets } = await evaluated(
    chainProject([6, 6, 1], steps, manifest, { validationFraction: 0, testFraction: 0 }),
    manifest,
  );
  const ranks = predicted.map((row, i) => row.filter((score) => score > row[targets[i]!]!).length);
  expect(result.metrics['accuracy']).toBeCloseTo(mean(ranks.map((rank) => Number(rank === 0))), 6);
  expect(result.metrics['topKCategoricalAccuracy']).toBeCloseTo(
    mean(ranks.map((rank) => Number(rank < 5))),
    6,
  );
  const areas = Array.from({ length: 12 }, (_, label) => {
    const of = (own: boolean): number[] =>
      predicted.flatMap((row, i) => ((targets[i] === label) === own ? [row[label]!] : []));
    const wins = of(true).flatMap((a) => of(false).map((b) => (Math.sign(a - b) + 1) / 2));
    return wins.length > 0 ? [mean(wins)] : [];
  });
  expect(result.metrics['auc']).toBeCloseTo(mean(areas.flat()), 6);
  const { counts } = result.confusion!;
  expect(counts.flat().reduce((a, b) => a + b)).toBe(90);
  for (const name of ['precision', 'recall', 'f1Score']) {
    expect(result.metrics[name]).toBeGreaterThanOrEqual(0);
    expect(result.metrics[name]).toBeLessThanOrEqual(1);
  }
  expect(result.metrics['perplexity']).toBeUndefined();
});

test('two classes have no top five', async () => {
  const manifest = imageManifest([4, 4, 1], { rows: 40, classes: 2 });
  const steps = [['flatten'], ['dense', { units: 2, activation: 'softmax' }]] as const;
  const { result } = await evaluated(chainProject([4, 4, 1], steps, manifest), manifest);
  expect(Object.keys(result.metrics)).toEqual(['loss', 'accuracy', 'precision', 'recall', 'f1Score', 'auc']);
});

test('numbers: the root of the mean square, and R²', async () => {
  const manifest = tableManifest(3, { rows: 60 });
  const { result, predicted, targets } = await evaluated(
    chainProject([3], [['dense', { units: 1 }]], manifest, { validationFraction: 0, testFraction: 0 }),
    manifest,
  );
  const squares = mean(predicted.map(([value], i) => (value! - targets[i]!) ** 2));
  const variance = mean(targets.map((value) => (value - mean(targets)) ** 2));
  expect(result.metrics['rootMeanSquaredError']).toBeCloseTo(Math.sqrt(squares), 5);
  expect(result.metrics['r2Score']).toBeCloseTo(1 - squares / variance, 4);
  expect(result.confusion).toBeNull();
});
