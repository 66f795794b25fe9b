/** Training in bfloat16 beside training in float32. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Precision } from '../../../shared/contract/runs.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { chainProject, imageManifest, trainerOptions } from './project.fixture.ts';
import type { Step } from './project.fixture.ts';
import { createTracedTrainer } from './traced.ts';
import { expectClose, trainSome } from './trainer.fixture.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  native = (await loadTensorFlow({ backend: 'native', threads: 2, shards: 2 })) as NativeTensorFlow;
});

const images = imageManifest([12, 12, 1], { rows: 400, classes: 4 });
const settings: Partial<TrainingSettings> = {
  batchSize: 32,
  validationFraction: 0.1,
  testFraction: 0,
  seed: 5,
};
const networks: Record<string, readonly Step[]> = {
  mlp: [
    ['flatten'],
    ['dense', { units: 64, activation: 'relu' }],
    ['dense', { units: 32, activation: 'relu' }],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
  lstm: [
    ['reshape', { targetShape: [12, 12] }],
    ['lstm', { units: 32 }],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
  cnn: [
    ['conv2D', { filters: 8, activation: 'relu' }],
    ['conv2D', { filters: 16, activation: 'relu' }],
    ['maxPooling2D'],
    ['flatten'],
    ['dense', { units: 32, activation: 'relu' }],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
};

function trained(steps: readonly Step[], precision: Precision, together = 1, shards = 2) {
  const options = trainerOptions(chainProject([12, 12, 1], steps, images, settings), images, shards);
  const trainer = createTracedTrainer(native, options, precision, together);
  expect(trainer.stepsPerCall).toBe(together);
  const losses = trainSome(trainer, options).map((series) => series[0]!);
  const state = trainer.state();
  const evaluation = trainer.evaluate(options.data.split.validation);
  const casts = trainer.session.counts.get('Cast') ?? 0;
  trainer.close();
  return { losses, state, evaluation, casts };
}

describe.for(Object.entries(networks))('%s', ([, steps]) => {
  test('learns as in float32, to a hundredth of the loss', () => {
    const [wide, mixed] = [trained(steps, 'float32'), trained(steps, 'bfloat16')];
    expectClose(mixed.losses, wide.losses, 'losses', 1e-2);
    expect(mixed.losses).not.toEqual(wide.losses);
    expect(mixed.losses.at(-1)!).toBeLessThan(mixed.losses[0]! / 2);
  });
  test('keeps its weights in float32', () => {
    const { state } = trained(steps, 'bfloat16');
    const rounded = Float32Array.of(0);
    const bits = new Uint32Array(rounded.buffer);
    for (const [name, { values }] of state) {
      if (!name.startsWith('weights/')) continue;
      const lowBits = values.filter((value) => {
        rounded[0] = value;
        return (bits[0]! & 0xffff) !== 0;
      });
      expect(lowBits.length / values.length, name).toBeGreaterThan(0.9);
    }
  });
  test('is the same bit for bit when it is repeated', () => {
    const [first, second] = [trained(steps, 'bfloat16'), trained(steps, 'bfloat16')];
    expect(second.losses).toEqual(first.losses);
    expect(second.state).toEqual(first.state);
  });
  test.for([
    ['float32', 1],
    ['float32', 2],
    ['bfloat16', 1],
    ['bfloat16', 2],
  ] as const)(
    'is the same bit for bit with four steps in a call, in %s and %d shards',
    ([precision, shards]) => {
      const [alone, together] = [1, 4].map((count) => trained(steps, precision, count, shards));
      expect(together!.losses).toEqual(alone!.losses);
      expect(together!.state).toEqual(alone!.state);
    },
  );
  test('evaluates in float32', () => {
    const options = trainerOptions(chainProject([12, 12, 1], steps, images, settings), images, 2);
    const [wide, mixed] = (['float32', 'bfloat16'] as const).map((precision) => {
      const trainer = createTracedTrainer(native, options, precision);
      const values = trainer.evaluate(options.data.split.validation);
      trainer.close();
      return values;
    });
    expect(mixed).toEqual(wide);
  });
});
