import { beforeAll, describe, expect, test } from 'vitest';
import { PROBE_TENSOR_BYTES } from '../../../shared/contract/probe.ts';
import type { ProbeTensor } from '../../../shared/contract/probe.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { chainProject, dataInMemory, imageManifest } from '../train/project.fixture.ts';
import { chooseOptimizer } from '../train/optimize.ts';
import { computeUpdate } from '../train/step.ts';
import { initialState } from '../train/trainer.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { noRandom, randomOfStep } from '../tensorflow/random.ts';
import { gatherFeatures } from './data.ts';
import { weighted } from './class-weights.ts';
import type { Batch } from './evaluate-rows.ts';
import { forwardNetwork } from './forward.ts';
import type { Tap } from './forward.ts';
import type { Plan } from './plan.ts';
import { fitPreprocessing, prepare } from './preprocess.ts';
import { probeBatch } from './probe.ts';
import type { ProbedBatch } from './probe.ts';
import { targetTensors } from './targets.ts';

/** Dense 5 feeds Dense 6 and Add, so two inputs share what it gives. */
const manifest = imageManifest([6, 6, 1], { rows: 60, classes: 3 });
const chain = chainProject(
  [6, 6, 1],
  [
    ['conv2D', { filters: 3, activation: 'tanh' }],
    ['batchNormalization'],
    ['dropout', { rate: 0.4 }],
    ['flatten'],
    ['dense', { units: 5, activation: 'tanh' }],
    ['dense', { units: 5, activation: 'relu', l2: 0.01 }],
    ['add'],
    ['dense', { units: 3, activation: 'softmax' }],
  ],
  manifest,
);
const [network] = chain.networks;
const past = { id: 'past', from: { node: 'dense-5', port: 'output' }, to: { node: 'add-7', port: 'input' } };
const project = { ...chain, networks: [{ ...network!, edges: [...network!.edges, past] }] };

let runtime: TensorFlowRuntime;
let plan: Plan;
let weights: Map<string, Tensor>;
let batch: Batch;
beforeAll(async () => {
  runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
  const { tf } = runtime;
  const memory = dataInMemory(project, manifest);
  plan = memory.plan;
  const state = initialState(plan, chooseOptimizer(project.training), 3);
  weights = new Map(
    plan.weights.map(({ name }) => {
      const { values, shape } = state.get(name)!;
      return [name, tf.tensor(values, [...shape])];
    }),
  );
  const rows = memory.data.split.train.slice(0, 12);
  const input = memory.data.inputs.get('input')!;
  const raw = tf.tensor2d(gatherFeatures(input, null, rows), [rows.length, input.width]);
  const { inputs } = fitPreprocessing(plan, memory.data);
  const prepared = new Map([['input', prepare(tf, raw, inputs['input']!, plan.inputs[0]!.shape)]]);
  batch = {
    rows: rows.length,
    inputs: prepared,
    targets: targetTensors(tf, plan, memory.data, rows, prepared),
  };
});

const probe = (over: Partial<Parameters<typeof probeBatch>[4]> = {}, rows = batch): ProbedBatch =>
  probeBatch(runtime, plan, weights, rows, {
    nodes: plan.inferred.order.map(({ node }) => node.id),
    gradients: true,
    training: false,
    values: true,
    seed: 3,
    step: 0,
    ...over,
  });
const named = ({ node, of, name, what }: Omit<ProbeTensor, 'statistics'>): string =>
  `${node} ${of} ${name} ${what}`;
function valuesOf({ tensors, bytes }: ProbedBatch, name: string): Float32Array {
  const tensor = tensors.find((candidate) => named(candidate) === name);
  if (!tensor) throw new Error(`${name} is not among ${tensors.map(named).join(', ')}`);
  return new Float32Array(bytes.slice(tensor.from, tensor.from + 4 * tensor.values).buffer);
}
function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  const largest = Math.max(...Array.from(wanted, Math.abs));
  const worst = Math.max(...Array.from(found, (value, i) => Math.abs(value - wanted[i]!)));
  expect(found.length).toBe(wanted.length);
  expect(largest).toBeGreaterThan(0);
  expect(worst / largest).toBeLessThanOrEqual(tolerance);
}

describe('a look inside', () => {
  test('shows the values of the pass to the last bit, with gradients or without', () => {
    const { tf } = runtime;
    const context = { ...runtime, training: false, random: noRandom, shard: 0 };
    for (const gradients of [true, false]) {
      const looked = probe({ gradients });
      tf.tidy(() => {
        const pass = forwardNetwork(context, plan, weights, batch.inputs);
        for (const [node, signals] of pass.signals)
          signals.forEach((signal, place) => {
            const port = plan.inferred.byId.get(node)!.kind.outputs[place]!.name;
            expect(valuesOf(looked, `${node} output ${port} value`)).toEqual(signal.value.dataSync());
          });
      });
    }
  });

  test.each([
    ['dropout and batch statistics', new Map<string, Float32Array>()],
    ['what each class counts', new Map([['output', Float32Array.of(0.5, 1, 4)]])],
  ])("gives the training step's own gradients with %s", (_, counted) => {
    const { tf } = runtime;
    tf.tidy(() => {
      const rows = weighted(tf, counted, batch);
      const looked = probe({ training: true, step: 7 }, rows);
      const random = randomOfStep(runtime, 3, 7);
      const wanted = computeUpdate(runtime, plan, plan.updates[0]!, weights, [rows], random);
      for (const { node, weight, name, trainable } of plan.weights) {
        if (!trainable) continue;
        const found = valuesOf(looked, `${node} weight ${weight} gradient`);
        expectClose(found, wanted.gradients.get(name)!.dataSync(), 1e-6);
      }
      expect(looked.losses[0]!.loss).toBeCloseTo(wanted.series.get('loss')!.dataSync()[0]!, 6);
    });
  });

  test('draws the random numbers of the step that it is asked for', () => {
    const name = 'dropout-3 output output value';
    const first = valuesOf(probe({ training: true, step: 7 }), name);
    expect(valuesOf(probe({ training: true, step: 7 }), name)).toEqual(first);
    expect(valuesOf(probe({ training: true, step: 8 }), name)).not.toEqual(first);
    expect(valuesOf(probe(), name)).not.toEqual(first);
  });

  test('gives gradients by outputs and inputs that finite differences confirm', () => {
    const looked = probe();
    const { tf } = runtime;
    const lossWith = (node: string, of: string, place: number, change: Float32Array): number =>
      tf.tidy(() => {
        const tap: Tap = (at, what, port, value) =>
          at === node && what === of && port === place
            ? tf.add(value, tf.tensor(change, value.shape))
            : value;
        const context = { ...runtime, training: false, random: noRandom, shard: 0, tap };
        const pass = forwardNetwork(context, plan, weights, batch.inputs);
        const { lossInput } = pass.outputs.get('output')!;
        const rows = plan.outputs[0]!.learns.loss.rows(
          runtime,
          plan.outputs[0]!.learns.lossParams,
          lossInput,
          batch.targets.get('output')!,
        );
        return tf.mean(rows).dataSync()[0]!;
      });
    for (const [node, of, place, name] of [
      ['input', 'output', 0, 'output'],
      ['conv2D-1', 'output', 0, 'output'],
      ['batchNormalization-2', 'input', 0, 'input'],
      ['dense-5', 'output', 0, 'output'],
      ['add-7', 'input', 0, 'input 1'],
      ['add-7', 'input', 1, 'input 2'],
      ['dense-8', 'logits', 0, 'logits'],
    ] as const) {
      const gradient = valuesOf(looked, `${node} ${of} ${name} gradient`);
      // Along the gradient itself the loss changes most, well above the rounding of float32.
      const length = Math.hypot(...gradient);
      const along = (step: number): Float32Array => gradient.map((value) => (value / length) * step);
      const difference =
        (lossWith(node, of, place, along(0.05)) - lossWith(node, of, place, along(-0.05))) / 0.1;
      expect(difference / length, `${node} ${name}`).toBeGreaterThan(0.98);
      expect(difference / length, `${node} ${name}`).toBeLessThan(1.02);
    }
  });

  test('of a shared output, what comes back through each edge adds up', () => {
    const looked = probe();
    const parts = ['dense-6 input input', 'add-7 input input 2'].map((name) =>
      valuesOf(looked, `${name} gradient`),
    );
    expectClose(
      valuesOf(looked, 'dense-5 output output gradient'),
      parts[0]!.map((value, i) => value + parts[1]![i]!),
      1e-6,
    );
  });

  test('says of what is left out', () => {
    const names = probe({ nodes: ['dense-8', 'add-7'] }).tensors.map(named);
    expect(names).toEqual([
      'dense-8 input input value',
      'dense-8 input input gradient',
      'dense-8 logits logits value',
      'dense-8 logits logits gradient',
      // The loss is computed of the logits: it does not depend on the probabilities.
      'dense-8 output output value',
      'dense-8 weight bias value',
      'dense-8 weight bias gradient',
      'dense-8 weight kernel value',
      'dense-8 weight kernel gradient',
      'add-7 input input 1 value',
      'add-7 input input 1 gradient',
      'add-7 input input 2 value',
      'add-7 input input 2 gradient',
      'add-7 output output value',
      'add-7 output output gradient',
    ]);
  });

  test('leaves no tensor behind, and the weights as they were', () => {
    const { tf } = runtime;
    const read = (): number[][] => [...weights.values()].map((weight) => [...weight.dataSync()]);
    const before = read();
    const tensors = tf.memory().numTensors;
    for (const training of [true, false])
      for (const gradients of [true, false]) probe({ training, gradients });
    expect(tf.memory().numTensors).toBe(tensors);
    expect(read()).toEqual(before);
  });
});

test('large values are cut after whole rows, and statistics are of all of them', () => {
  const { tf } = runtime;
  const wide = imageManifest([64, 64, 3], { rows: 200, classes: 2 });
  const project = chainProject([64, 64, 3], [['flatten'], ['dense', { units: 2 }]], wide);
  const { plan: large, data } = dataInMemory(project, wide);
  const zeros = large.weights.map(({ name, spec }) => [name, tf.zeros([...spec.shape])] as const);
  const ones = tf.ones([100, 64, 64, 3]);
  const targets = targetTensors(tf, large, data, data.split.train.slice(0, 100), new Map());
  const { tensors, bytes } = probeBatch(
    runtime,
    large,
    new Map(zeros),
    { rows: 100, inputs: new Map([['input', ones]]), targets },
    { nodes: ['input', 'dense-2'], gradients: false, training: false, values: true, seed: 0, step: 0 },
  );
  const find = (node: string, of: string): ProbeTensor =>
    tensors.find((tensor) => tensor.node === node && tensor.of === of)!;
  const given = find('input', 'output');
  const rows = Math.floor(PROBE_TENSOR_BYTES / (64 * 64 * 3 * 4));
  expect(given).toMatchObject({ shape: [100, 64, 64, 3], values: rows * 64 * 64 * 3 });
  expect(given.statistics).toMatchObject({ mean: 1, deviation: 0, min: 1, max: 1, zeros: 0, silent: 0 });
  expect(find('dense-2', 'output').statistics).toMatchObject({ mean: 0, zeros: 1, silent: 2 });
  expect(bytes.length).toBe(tensors.reduce((sum, { values }) => sum + 4 * values, 0));
});
