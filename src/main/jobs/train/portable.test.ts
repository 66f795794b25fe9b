import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { compareWithKeras } from './fixtures/keras.fixture.ts';
import { compareResampling } from './fixtures/resampling.fixture.ts';
import { startCommand, writeDataset } from './process.fixture.ts';
import { chainProject, imageManifest } from './project.fixture.ts';
import { runTraining } from './run.ts';

let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await loadTensorFlow({ backend: 'portable', threads: 1, shards: 1 });
});

compareWithKeras(() => runtime);
compareResampling(() => runtime);

const manifest = imageManifest([8, 8, 1], { rows: 200, testRows: 40, classes: 3 });
const project = chainProject(
  [8, 8, 1],
  [
    ['conv2D', { filters: 6, padding: 'same' }],
    ['batchNormalization', { momentum: 0.8 }],
    ['activation', { activation: 'relu' }],
    ['maxPooling2D'],
    ['conv2DTranspose', { filters: 6, kernelSize: [4, 4], strides: [2, 2], padding: 'same' }],
    ['depthwiseConv2D', { strides: [2, 2], padding: 'same', activation: 'relu' }],
    ['conv2D', { filters: 6, activation: 'relu', l2: 0.001 }],
    ['averagePooling2D', { poolSize: [2, 2], strides: [1, 1] }],
    ['dropout', { rate: 0.1 }],
    ['flatten'],
    ['dense', { units: 3, activation: 'softmax' }],
  ],
  manifest,
  { epochs: 6, batchSize: 20, learningRate: 0.01, seed: 2 },
);

async function train(folder: string, watched = false) {
  mkdirSync(join(folder, 'checkpoints'), { recursive: true });
  const events: TrainEvent[] = [];
  await runTraining(
    startCommand({
      project,
      manifest,
      data: join(folder, 'data'),
      checkpoints: join(folder, 'checkpoints'),
      request: { backend: 'portable', threads: null, shards: null, precision: 'float32' },
    }),
    { asked: null, watched, kept: () => Promise.resolve(null) },
    (event) => events.push(event),
  );
  const ended = events.find((event) => event.type === 'ended')!;
  return { ...ended, looks: events.flatMap((event) => (event.type === 'watched' ? [event.watched] : [])) };
}

test('every layer trains on the portable backend, and again to the same bits, watched or not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'neuroloom-portable-'));
  try {
    writeDataset(join(folder, 'data'), manifest);
    const before = runtime.tf.memory().numTensors;
    const first = await train(folder);
    expect(first.test!.metrics['accuracy']).toBeGreaterThan(0.9);
    const second = await train(folder, true);
    expect(second.weights).toBe(first.weights);
    expect(first.looks).toEqual([]);
    expect(second.looks[0]!.nodes).toHaveLength(project.networks[0]!.nodes.length);
    expect(runtime.tf.memory().numTensors).toBe(before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
