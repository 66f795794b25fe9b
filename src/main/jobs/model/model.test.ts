import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelSource, TrainEvent } from '../../../shared/contract/jobs.ts';
import { startCommand, writeDataset } from '../train/process.fixture.ts';
import { chainProject, imageManifest } from '../train/project.fixture.ts';
import { runTraining } from '../train/run.ts';
import { loadModel } from './model.ts';
import type { LoadedModel } from './model.ts';

const manifest = imageManifest([8, 8, 1], { rows: 600, testRows: 300, classes: 3 });
const project = chainProject(
  [8, 8, 1],
  [
    ['conv2D', { filters: 4, activation: 'relu' }],
    ['batchNormalization'],
    ['flatten'],
    ['dropout', { rate: 0.3 }],
    ['dense', { units: 3, activation: 'softmax', l2: 0.01 }],
  ],
  manifest,
  { epochs: 2, batchSize: 30, validationFraction: 0.1, learningRate: 0.01 },
);

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-model-'));
let source: ModelSource;
let ended: Extract<TrainEvent, { type: 'ended' }>;
let model: LoadedModel;
beforeAll(async () => {
  const data = join(folder, 'data');
  const checkpoints = join(folder, 'checkpoints');
  writeDataset(data, manifest);
  mkdirSync(checkpoints);
  const events: TrainEvent[] = [];
  const request = { backend: 'native' as const, threads: 2, shards: null, precision: 'float32' as const };
  await runTraining(
    startCommand({
      project,
      manifest,
      data,
      checkpoints,
      request,
    }),
    { asked: null, watched: false, kept: () => Promise.resolve(null) },
    (event) => events.push(event),
  );
  ended = events.find((event) => event.type === 'ended')!;
  const checkpoint = events.filter((event) => event.type === 'checkpoint').at(-1)!;
  const { engine } = events.find((event) => event.type === 'engine')!;
  source = {
    project,
    manifest,
    data,
    checkpoint: { path: checkpoint.path, sha256: checkpoint.sha256 },
    engine,
  };
  model = await loadModel(source);
});
afterAll(() => {
  model.close();
  rmSync(folder, { recursive: true, force: true });
});

test('evaluates as the run did', async () => {
  const { metrics, confusion, rows } = await model.evaluate('test');
  expect(rows).toBe(300);
  expect(confusion).toEqual(ended.test!.confusion);
  expect(metrics['accuracy']).toBe(ended.test!.metrics['accuracy']);
  expect(Math.abs(metrics['loss']! - ended.test!.metrics['loss']!)).toBeLessThan(1e-5);
});

test('gives probabilities, and every node when asked', () => {
  const rows = model.rowsOf('test');
  const { outputs, nodes } = model.forwardRows(rows, { nodes: 'all' });
  expect(outputs['output']!.shape).toEqual([3]);
  expect(outputs['output']!.values).toHaveLength(900);
  for (let row = 0; row < 300; row++) {
    const sum = outputs['output']!.values.slice(row * 3, row * 3 + 3).reduce((a, b) => a + b);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
  }
  expect(nodes['conv2D-1']![0]!.shape).toEqual([6, 6, 4]);
  expect(nodes['dense-5']![0]!.values).toEqual(outputs['output']!.values);
  expect(nodes['input']![0]!.values).toHaveLength(300 * 64);
  expect(model.forwardRows(rows).nodes).toEqual({});
});

test('the same features from elsewhere give the same predictions', () => {
  const rows = model.rowsOf('validation');
  const again = model.forwardRaw(model.rawRows(rows), rows.length);
  expect(again.outputs).toEqual(model.forwardRows(rows).outputs);
});

test('data that stays in its files shows and gives the same', async () => {
  const streamed = await loadModel(source, 0);
  const rows = [...model.rowsOf('test').slice(0, 40), ...model.rowsOf('train').slice(5, 8).reverse()];
  expect(streamed.rowsOf('train')).toEqual(model.rowsOf('train'));
  expect(streamed.rawRows(rows)).toEqual(model.rawRows(rows));
  expect(streamed.rawTargets('output', rows)).toEqual(model.rawTargets('output', rows));
  expect(streamed.forwardRows(rows)).toEqual(model.forwardRows(rows));
  expect(await streamed.evaluate('test')).toEqual(await model.evaluate('test'));
  streamed.close();
});

test('shows its weights', () => {
  expect(Object.keys(model.weights)).toEqual(['conv2D-1', 'batchNormalization-2', 'dense-5']);
  expect(model.weights['conv2D-1']!['kernel']!.shape).toEqual([3, 3, 1, 4]);
  expect(model.weights['batchNormalization-2']!['movingMean']!.values.some((value) => value !== 0)).toBe(
    true,
  );
  expect(model.step).toBe(18);
});

test('a checkpoint of another network is refused', async () => {
  const other = chainProject([8, 8, 1], [['flatten'], ['dense', { units: 3 }]], manifest);
  await expect(loadModel({ ...source, project: other })).rejects.toMatchObject({
    failure: { code: 'checkpoint-damaged' },
  });
});
