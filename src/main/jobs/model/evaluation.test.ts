import { beforeAll, expect, test } from 'vitest';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { createEagerTrainer } from '../train/eager.ts';
import {
  chainProject,
  dataInMemory,
  imageManifest,
  tableManifest,
  withOutput,
} from '../train/project.fixture.ts';
import { chooseOptimizer } from '../train/optimize.ts';
import { prepare } from '../train/recipes.fixture.ts';
import { initialState } from '../train/trainer.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { evaluateRows } from './evaluate-rows.ts';
import { evaluation, wholeNames } from './evaluation.ts';
import { forwardNetwork } from './forward.ts';
import { readBatch } from './read-batch.ts';
import { scaledPlan } from './plan.ts';
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
  const { plan: unscaled, data } = dataInMemory(project, manifest);
  const preprocessing = fitPreprocessing(unscaled, data);
  const plan = scaledPlan(unscaled, preprocessing);
  const options = { plan, data, preprocessing };
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

test('the top that an output asks for is measured under its own name', async () => {
  const manifest = imageManifest([6, 6, 1], { rows: 60, classes: 5 });
  const steps = [['flatten'], ['dense', { units: 5, activation: 'softmax' }]] as const;
  const project = chainProject([6, 6, 1], steps, manifest, { validationFraction: 0, testFraction: 0 });
  const { result, predicted, targets } = await evaluated(withOutput(project, { k: 2 }), manifest);
  const ranks = predicted.map((row, i) => row.filter((score) => score > row[targets[i]!]!).length);
  expect(result.metrics['topKCategoricalAccuracy@2']).toBeCloseTo(
    mean(ranks.map((rank) => Number(rank < 2))),
    6,
  );
  expect(result.metrics).not.toHaveProperty('topKCategoricalAccuracy');
});

test('two classes have no top five', async () => {
  const manifest = imageManifest([4, 4, 1], { rows: 40, classes: 2 });
  const steps = [['flatten'], ['dense', { units: 2, activation: 'softmax' }]] as const;
  const { result } = await evaluated(chainProject([4, 4, 1], steps, manifest), manifest);
  expect(Object.keys(result.metrics)).toEqual(['loss', 'accuracy', 'precision', 'recall', 'f1Score', 'auc']);
});

test('one unit tells two classes apart', async () => {
  const manifest = imageManifest([4, 4, 1], { rows: 60, classes: 2 });
  const steps = [['flatten'], ['dense', { units: 1, activation: 'sigmoid' }]] as const;
  const { result, predicted, targets } = await evaluated(
    chainProject([4, 4, 1], steps, manifest, { validationFraction: 0, testFraction: 0 }),
    manifest,
  );
  expect(Object.keys(result.metrics)).toEqual(['loss', 'accuracy', 'precision', 'recall', 'f1Score', 'auc']);
  const right = predicted.map(
    ([p], i) => (p! > 0.5 ? p! : 1 - p!) * (Number(p! > 0.5) === targets[i] ? 1 : -1),
  );
  expect(result.metrics['accuracy']).toBeCloseTo(mean(right.map((p) => Number(p > 0))), 6);
  const losses = predicted.map(([p], i) => -Math.log(targets[i] === 1 ? p! : 1 - p!));
  expect(result.metrics['loss']).toBeCloseTo(mean(losses), 4);
  const pairs = predicted.flatMap(([a], i) =>
    targets[i] === 1
      ? predicted.flatMap(([b], k) => (targets[k] === 0 ? [(Math.sign(a! - b!) + 1) / 2] : []))
      : [],
  );
  expect(result.metrics['auc']).toBeCloseTo(mean(pairs), 6);
  const { classes, counts } = result.confusion!;
  expect(classes).toHaveLength(2);
  expect(counts.map((row) => row.reduce((a, b) => a + b))).toEqual(
    [0, 1].map((label) => targets.filter((target) => target === label).length),
  );
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

test('several numbers a row: R² over all of them', async () => {
  const options = await prepare('timeSeries', 1);
  const { plan, data } = options;
  const trainer = createEagerTrainer(runtime, options);
  const rows = data.split.train;
  const { metrics } = await evaluation(plan, data, rows, 32, (part) => trainer.evaluate(part));
  trainer.close();
  // A window of eight, a gap of one, a horizon of two.
  const values = data.targets.get('o')!.values!;
  const targets = Array.from(rows, (row) => [values[row + 9]!, values[row + 10]!]).flat();
  const variance = mean(targets.map((value) => (value - mean(targets)) ** 2));
  expect(metrics['r2Score']).toBeCloseTo(1 - metrics['meanSquaredError']! / variance, 5);
  expect(wholeNames(plan)).toEqual(['r2Score']);
});

test('numbers in deviations from their mean: the loss is in these, what is predicted and measured is not', async () => {
  const manifest = tableManifest(3, { rows: 60 });
  const plain = chainProject([3], [['dense', { units: 1 }]], manifest, {
    validationFraction: 0,
    testFraction: 0,
  });
  const { result, predicted, targets } = await evaluated(
    withOutput(plain, { normalise: 'standard' }),
    manifest,
  );
  const raw = await evaluated(plain, manifest);
  const deviation = Math.sqrt(mean(targets.map((value) => (value - mean(targets)) ** 2)));
  // The same fresh network gives deviations here, where it gave values there.
  predicted.forEach(([value], i) =>
    expect(value).toBeCloseTo(raw.predicted[i]![0]! * deviation + mean(targets), 5),
  );
  const errors = predicted.map(([value], i) => value! - targets[i]!);
  expect(result.metrics['meanAbsoluteError']).toBeCloseTo(mean(errors.map(Math.abs)), 5);
  expect(result.metrics['loss']).toBeCloseTo(mean(errors.map((error) => (error / deviation) ** 2)), 4);
});
