import { beforeAll, expect, test } from 'vitest';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { STARTER_TRAINING } from '../../../shared/network/starter.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { applyEager, chooseOptimizer, optimizerState } from './optimize.ts';

let tf: TensorFlowRuntime['tf'];
beforeAll(async () => {
  ({ tf } = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 }));
});

/** How far a step of rate 1 moves weights of 0 against these gradients. */
function move(gradientClipping: TrainingSettings['gradientClipping'], gradients: Record<string, number[]>) {
  const optimizer = chooseOptimizer({
    ...STARTER_TRAINING,
    gradientClipping,
    optimizer: { kind: 'sgd', params: {} },
  });
  const given = new Map<string, Tensor>(
    Object.entries(gradients).map(([name, values]) => [name, tf.tensor1d(values)]),
  );
  const changed = applyEager(tf, (name) => tf.zerosLike(given.get(name)!), optimizer, given, tf.scalar(1));
  return Object.fromEntries(
    [...changed].map(([name, value]) => [
      name,
      Array.from(value.dataSync(), (x) => Number((-x || 0).toFixed(4))),
    ]),
  );
}

const gradients = { 'weights/n/a/w': [3, 4], 'weights/n/b/w': [0, 0.5], 'weights/n/c/w': [-12, 0] };

test.for([
  ['none', 1, [3, 4], [0, 0.5], [-12, 0]],
  ['value', 1, [1, 1], [0, 0.5], [-1, 0]],
  ['norm', 1, [0.6, 0.8], [0, 0.5], [-1, 0]],
  // √(9 + 16 + 0.25 + 144) = 13.0096
  ['globalNorm', 1, [0.2306, 0.3075], [0, 0.0384], [-0.9224, 0]],
  ['globalNorm', 14, [3, 4], [0, 0.5], [-12, 0]],
] as const)('clipped by %s to %d', ([by, limit, a, b, c]) => {
  expect(move({ by, limit }, gradients)).toEqual({
    'weights/n/a/w': a,
    'weights/n/b/w': b,
    'weights/n/c/w': c,
  });
});

test('two optimizers of one training keep scalars of their own', () => {
  const adam = chooseOptimizer(STARTER_TRAINING);
  const names = [adam, { ...adam, scope: 'generator' }].flatMap((optimizer) =>
    optimizerState(optimizer, []).map(([name]) => name),
  );
  expect(names).toEqual([
    'optimizer/scalars/beta1Power',
    'optimizer/scalars/beta2Power',
    'optimizer/scalars/generator/beta1Power',
    'optimizer/scalars/generator/beta2Power',
  ]);
});

test('an unknown optimizer and a wrong parameter are told', () => {
  const choose = (kind: string, params: Record<string, unknown>) => () =>
    chooseOptimizer({ ...STARTER_TRAINING, optimizer: { kind, params } });
  expect(choose('newton', {})).toThrow(/newton/);
  expect(choose('adam', { beta1: 2 })).toThrow(/Adam, Beta 1: at most 0.9999 is possible/);
});
