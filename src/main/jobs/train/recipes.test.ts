/** Every recipe on a small problem of its own: traced and eager agree, whatever the shards, and the loss falls. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { gan } from '../../../shared/kinds/recipes/gan.ts';
import { recipes } from '../../../shared/kinds/recipes/index.ts';
import { epochSamples } from '../model/data.ts';
import type { ModelData } from '../model/data.ts';
import { measure } from '../model/measure.ts';
import type { Binding, OpResult, TensorId } from '../tensorflow/binding.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { createEagerTrainer } from './eager.ts';
import { cases, expectLearning, prepare, train } from './recipes.fixture.ts';
import { createTracedTrainer } from './traced.ts';
import type { TrainerOptions } from './trainer.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 2, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('These tests need native TensorFlow');
  native = runtime;
});

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!))) / Math.max(1, ...Array.from(b, Math.abs));

test('there is a case for every recipe', () => {
  expect(Object.keys(cases)).toEqual(recipes.map(({ kind }) => kind));
});

test('a span of numbers in deviations from their mean, traced as eager', async () =>
  agree(await prepare('timeSeries', 2, {}, {}, { normalise: 'standard' })));

describe('tokens that count alike', () => {
  const balanced = { classWeights: 'balanced' };
  test.each(['languageModel', 'sequenceToSequence'])('%s, traced as eager', async (name) =>
    agree(await prepare(name, 2, {}, {}, balanced)),
  );

  test('each step counts by its token, and is divided by how many there are', async () => {
    const { plan, data, classWeights } = await prepare('sequenceToSequence', 1, {}, {}, balanced);
    const [output] = plan.outputs;
    const weights = classWeights.get('o')!;
    const all = data.targets.get('o')!.values!;
    // Five targets a row: four tokens and padding, which counts nothing.
    const learned = Array.from(data.split.train, (row) => [...all.subarray(row * 6 + 1, row * 6 + 6)]).flat();
    const ofToken = (token: number): number => learned.filter((other) => other === token).length;
    const counted = learned.filter((token) => token !== 0).length;
    const wanted = [0, ...[1, 2, 3, 4].map((token) => counted / (4 * ofToken(token))), 0];
    wanted.forEach((weight, token) => expect(weights[token]).toBeCloseTo(weight, 5));

    const { tf } = native;
    const logits = Float32Array.from({ length: 2 * 5 * 6 }, (_, i) => Math.sin(i * 1.7));
    const targets = [
      [1, 4, 2, 2, 0],
      [3, 3, 1, 4, 0],
    ];
    const expected = targets.map((row, n) => {
      const terms = row.slice(0, 4).map((token, step) => {
        const own = Array.from(logits.slice((n * 5 + step) * 6, (n * 5 + step + 1) * 6));
        const surprise = Math.log(own.reduce((sum, z) => sum + Math.exp(z), 0)) - own[token]!;
        return surprise * weights[token]!;
      });
      return terms.reduce((sum, term) => sum + term, 0) / 4;
    });
    const found = tf.tidy(() => {
      const prediction = tf.tensor(logits, [2, 5, 6]);
      const target = tf.tensor2d(targets, [2, 5], 'int32');
      const each = tf.gather(tf.tensor1d(weights), target);
      return measure(
        native,
        plan,
        output!,
        { prediction, lossInput: prediction },
        target,
        each,
      ).loss.dataSync();
    });
    expect(worst(found, expected)).toBeLessThan(1e-6);
  });
});

/** Two epochs op by op and as traced: the same series, weights, slots and scalars, and the same evaluation. */
function agree(options: TrainerOptions): void {
  const eager = createEagerTrainer(native, options);
  const traced = createTracedTrainer(native, options);
  const wanted = train(eager, options, 2);
  const found = train(traced, options, 2);
  expect(found.length).toBe(wanted.length);
  found.forEach((series, i) => expect(worst(series, wanted[i]!), `step ${i}`).toBeLessThan(1e-5));
  const [states, state] = [eager.state(), traced.state()];
  for (const [weight, { values }] of state)
    expect(worst(values, states.get(weight)!.values), weight).toBeLessThan(1e-5);
  if (options.plan.outputs.length > 0) {
    const rows = options.data.split.validation;
    expect(worst(traced.evaluate(rows), eager.evaluate(rows))).toBeLessThan(1e-5);
  }
  const together = createTracedTrainer(native, options, 'float32', 2);
  expect(together.stepsPerCall).toBe(2);
  expect(train(together, options, 2)).toEqual(found);
  expect(together.state()).toEqual(state);
  eager.close();
  traced.close();
  together.close();
}

describe.each(Object.keys(cases))('%s', (name) => {
  test.each([1, 2])('the traced step computes what the eager one does, in %i shards', async (shards) =>
    agree(await prepare(name, shards)),
  );

  test('learns', () => expectLearning(name, (options) => createTracedTrainer(native, options)));

  test('a thousand traced steps delete every tensor that they make', async () => {
    const options = await prepare(name, 2);
    const { tf, backend } = native;
    const { binding } = backend;
    const before = tf.memory().numTensors;
    const { counting, living } = countTensors(binding);
    backend.binding = counting;
    try {
      const trainer = createTracedTrainer(native, options);
      const perEpoch = train(trainer, options, 1).length;
      const [wanted, natively] = [tf.memory().numTensors, living.size];
      train(trainer, options, Math.ceil(1000 / perEpoch));
      expect(tf.memory().numTensors).toBe(wanted);
      expect(living.size).toBe(natively);
      trainer.close();
    } finally {
      backend.binding = binding;
    }
    expect(tf.memory().numTensors).toBe(before);
    expect(living.size).toBe(0);
  });

  test('leaves no tensor behind', async () => {
    const options = await prepare(name, 2);
    const before = native.tf.memory().numTensors;
    const trainer = createEagerTrainer(native, options);
    train(trainer, options, 1);
    const after = native.tf.memory().numTensors;
    train(trainer, options, 2);
    expect(native.tf.memory().numTensors).toBe(after);
    trainer.close();
    expect(native.tf.memory().numTensors).toBe(before);
  });
});

/** The binding, and which of TensorFlow's tensors made through it have not been deleted. */
function countTensors(binding: Binding): { readonly counting: Binding; readonly living: Set<TensorId> } {
  const living = new Set<TensorId>();
  const born = (results: OpResult[]): OpResult[] => {
    for (const { id } of results) living.add(id);
    return results;
  };
  const watched: Partial<Binding> = {
    createTensor(...given) {
      const id = binding.createTensor(...given);
      living.add(id);
      return id;
    },
    executeOp: (...given) => born(binding.executeOp(...given)),
    runSavedModel: (...given) => born(binding.runSavedModel(...given)),
    deleteTensor(id) {
      binding.deleteTensor(id);
      living.delete(id);
    },
  };
  // The addon's own properties cannot be assigned.
  const properties = Object.entries(watched).map(([name, value]) => [name, { value }]);
  const counting = Object.create(binding, Object.fromEntries(properties) as PropertyDescriptorMap) as Binding;
  return { counting, living };
}

test.each(['leastSquares', 'wasserstein'])('the %s objective agrees, too', async (objective) =>
  // By plain descent: Adam would make much of a gradient that is 0 but for rounding.
  agree(
    await prepare('gan', 2, { objective, labelSmoothing: 0.1 }, { optimizer: { kind: 'sgd', params: {} } }),
  ),
);

test('the gradient penalty has the gradient that differences of its value show', () => {
  const { tf, ops } = native;
  const [hidden, out] = [
    tf.randomNormal([2, 5], 0, 1, 'float32', 1),
    tf.randomNormal([5, 1], 0, 1, 'float32', 2),
  ];
  const real = tf.randomNormal([6, 2], 0, 1, 'float32', 3);
  const made = tf.randomNormal([6, 2], 0, 1, 'float32', 4);
  const draws = tf.randomUniform([6], 0, 1, 'float32', 5);
  /** The penalty alone: the loss with it less the loss without. */
  const penalty = (kernel: Tensor): Tensor => {
    const loss = (gradientPenalty: number): Tensor =>
      gan.judge!(
        {
          tf,
          ops,
          rows: 6,
          random: { uniform: () => draws, normal: () => draws },
          input: () => real,
          run: (role, { given }) => {
            if (role === 'generator') return [made];
            return [
              tf.matMul(
                tf.tanh(tf.matMul((given?.[0] ?? real) as Tensor2D, kernel as Tensor2D)),
                out as Tensor2D,
              ),
            ];
          },
        },
        { objective: 'wasserstein', discriminatorSteps: 1, labelSmoothing: 0, gradientPenalty },
        'discriminator',
      ).loss;
    return tf.sum(tf.sub(loss(10), loss(0)));
  };
  const gradient = tf.grad(penalty)(hidden).dataSync();
  const start = hidden.dataSync().slice();
  const at = (index: number, by: number): number => {
    const moved = start.slice();
    moved[index]! += by;
    return penalty(tf.tensor(moved, [2, 5])).dataSync()[0]!;
  };
  const largest = Math.max(...gradient.map(Math.abs));
  start.forEach((_, i) => {
    const difference = (at(i, 1e-2) - at(i, -1e-2)) / 2e-2;
    expect(Math.abs(gradient[i]! - difference) / largest, `${gradient[i]} and ${difference}`).toBeLessThan(
      0.02,
    );
  });
});

test('an epoch of a text reads it once, each from another place, and never beyond its split', async () => {
  const options = await prepare('languageModel', 1);
  const { data } = options;
  const samples = (epoch: number): Int32Array => epochSamples(data, 9, epoch).slice(0, Infinity).sort();
  const [first, second] = [samples(0), samples(1)];
  expect(first.slice(1).every((row, i) => row - first[i]! === 6)).toBe(true);
  expect(second).not.toEqual(first);
  const end = (split: keyof ModelData['split']): number => Math.max(...data.split[split]) + 7;
  expect(end('train')).toBeLessThanOrEqual(240);
  expect(Math.min(...data.split.validation)).toBe(240);
  expect(end('validation')).toBeLessThanOrEqual(270);
});
