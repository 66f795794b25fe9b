import { beforeAll, describe, expect, test } from 'vitest';
import type { Project, TrainingSettings } from '../../../shared/network/document.ts';
import { permutation } from '../../../shared/random.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import { fitPreprocessing } from '../model/preprocess.ts';
import { createEagerTrainer } from './eager.ts';
import { chainProject, dataInMemory, imageManifest, tableManifest } from './project.fixture.ts';
import type { Step } from './project.fixture.ts';
import { createTracedTrainer } from './traced.ts';
import { chooseOptimizer, initialState } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';

let native: NativeTensorFlow;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 2, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('The tests of the traced step need native TensorFlow');
  native = runtime;
});

const images = imageManifest([8, 8, 1], { rows: 100, classes: 4 });
const table = tableManifest(5, { rows: 100 });
const settings: Partial<TrainingSettings> = {
  batchSize: 32,
  validationFraction: 0.1,
  testFraction: 0,
  seed: 5,
};

function optionsOf(project: Project, manifest: typeof images, shards: number): TrainerOptions {
  const { plan, data } = dataInMemory(project, manifest);
  const optimizer = chooseOptimizer(project.training);
  const { seed, batchSize } = project.training;
  const preprocessing = fitPreprocessing(plan, data);
  return {
    plan,
    data,
    preprocessing,
    optimizer,
    state: initialState(plan, optimizer, seed),
    batchSize,
    seed,
    shards,
  };
}

/** Two epochs with a last smaller batch: 90 rows in batches of 32, 32 and 26. */
function trainSome(trainer: Trainer, { data, batchSize }: TrainerOptions): readonly Float32Array[] {
  const order = permutation(data.split.train.length, 1, 'order').map((i) => data.split.train[i]!);
  let step = 0;
  for (let epoch = 0; epoch < 2; epoch++) {
    for (let from = 0; from < order.length; from += batchSize)
      trainer.step(order.slice(from, from + batchSize), step++, 0.01);
  }
  return trainer.recent();
}

/** |a - b| <= 1e-5 · max(1, largest |b|) for every number. */
function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, what: string, tolerance = 1e-5): void {
  const largest = Math.max(1, ...Array.from(b, Math.abs));
  const worst = Math.max(0, ...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
  expect(Number.isFinite(worst) && a.length === b.length, `${what}: finite and as long`).toBe(true);
  expect(worst / largest, what).toBeLessThanOrEqual(tolerance);
}

function compare(project: Project, manifest: typeof images, shards = 1): void {
  const options = optionsOf(project, manifest, shards);
  const eager = createEagerTrainer(native, options);
  const traced = createTracedTrainer(native, options);
  const wanted = trainSome(eager, options);
  const found = trainSome(traced, options);
  expect(found.length).toBe(6);
  found.forEach((series, i) => expectClose(series, wanted[i]!, `series of step ${i}`));
  const state = traced.state();
  for (const [name, tensor] of eager.state()) expectClose(state.get(name)!.values, tensor.values, name);
  const rows = options.data.split.validation;
  expectClose(traced.evaluate(rows), eager.evaluate(rows), 'evaluation');
  expect(found.at(-1)![0]).not.toBe(found[0]![0]);
  eager.close();
  traced.close();
}

const classifier: readonly Step[] = [['flatten'], ['dense', { units: 4, activation: 'softmax' }]];
const networks: Record<string, readonly Step[]> = {
  'dense and softmax': [
    ['flatten'],
    ['dense', { units: 16, activation: 'relu' }],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
  'convolutions and pooling': [
    ['conv2D', { filters: 4, activation: 'relu' }],
    ['conv2D', { filters: 3, kernelSize: [2, 2], strides: [2, 2], padding: 'same', activation: 'tanh' }],
    ['maxPooling2D', { poolSize: [2, 2] }],
    ...classifier,
  ],
  'average pooling and global average': [
    ['conv2D', { filters: 5, padding: 'same' }],
    ['averagePooling2D', { poolSize: [2, 2] }],
    ['globalAveragePooling2D'],
    ['dense', { units: 4, activation: 'softmax' }],
  ],
  dilation: [['conv2D', { filters: 3, dilation: [2, 2], activation: 'sigmoid' }], ...classifier],
  'batch normalisation': [
    ['conv2D', { filters: 4, useBias: false }],
    ['batchNormalization'],
    ['activation', { activation: 'relu' }],
    ...classifier,
  ],
  dropout: [['flatten'], ['dropout', { rate: 0.3 }], ['dense', { units: 4, activation: 'softmax' }]],
  penalties: [
    ['flatten'],
    ['dense', { units: 6, l1: 0.01, l2: 0.02 }],
    ['dense', { units: 4, activation: 'softmax', l2: 0.01 }],
  ],
  'a softmax of its own': [['flatten'], ['dense', { units: 4 }], ['activation', { activation: 'softmax' }]],
};

describe('the traced step agrees with the eager one', () => {
  test.for(Object.entries(networks))('%s', ([, steps]) => {
    compare(chainProject([8, 8, 1], steps, images, settings), images);
  });
  test.for(['leakyRelu', 'elu', 'selu', 'gelu', 'silu', 'softplus', 'softsign'])(
    'activation %s',
    (activation) => {
      compare(
        chainProject(
          [8, 8, 1],
          [['flatten'], ['dense', { units: 8, activation }], ...classifier.slice(1)],
          images,
          settings,
        ),
        images,
      );
    },
  );
  test.for([2, 3])('in %d shards', (shards) => {
    const steps: Step[] = [
      ...networks['convolutions and pooling']!.slice(0, -1),
      ['dropout', { rate: 0.2 }],
      classifier[1]!,
    ];
    compare(chainProject([8, 8, 1], steps, images, settings), images, shards);
  });
  test('a number as target, standardised columns', () => {
    const steps: Step[] = [
      ['dense', { units: 8, activation: 'tanh' }],
      ['dense', { units: 1 }],
    ];
    compare(chainProject([5], steps, table, settings, 'standard'), table);
  });
  test.for<readonly [kind: string, masked: boolean, params: Record<string, unknown>]>([
    ['lstm', false, {}],
    ['lstm', false, { direction: 'both', returnSequences: true, l2: 0.01 }],
    ['lstm', true, { dropout: 0.2, recurrentDropout: 0.3 }],
    ['lstm', true, { activation: 'elu' }],
    ['gru', true, { returnSequences: true }],
    ['gru', false, { direction: 'both', merge: 'mul' }],
    ['simpleRNN', true, { activation: 'relu', direction: 'backward' }],
  ])('%s over tokens, masked: %s, %o', ([kind, masked, params]) => {
    const steps: Step[] = [
      // Numbers that stand in for tokens, some of them zero.
      ['activation', { activation: 'relu' }],
      ['embedding', { inputDim: 8, outputDim: 3, maskZero: masked }],
      ...(masked ? ([['masking']] as Step[]) : []),
      [kind, { units: 3, ...params }],
      ...(params['returnSequences'] ? ([['flatten']] as Step[]) : []),
      ['dense', { units: 1 }],
    ];
    compare(chainProject([5], steps, table, settings), table, 2);
  });
  test.for([{ momentum: 0 }, { momentum: 0.9 }, { momentum: 0.9, nesterov: true }])('SGD %o', (params) => {
    const training = { ...settings, optimizer: { kind: 'sgd', params } };
    compare(chainProject([8, 8, 1], networks['dense and softmax']!, images, training), images);
  });
});

test('shards add up to the unsharded step', () => {
  const project = chainProject([8, 8, 1], networks['convolutions and pooling']!, images, settings);
  const [whole, cut] = [1, 3].map((shards) => {
    const options = optionsOf(project, images, shards);
    const trainer = createTracedTrainer(native, options);
    const series = trainSome(trainer, options);
    trainer.close();
    return series;
  });
  cut!.forEach((series, i) => expectClose(series, whole![i]!, `step ${i}`));
});

test('steps leave no tensor behind', () => {
  const options = optionsOf(
    chainProject([8, 8, 1], networks['batch normalisation']!, images, settings),
    images,
    1,
  );
  const before = native.tf.memory().numTensors;
  const eager = createEagerTrainer(native, options);
  const traced = createTracedTrainer(native, options);
  trainSome(traced, options);
  trainSome(eager, options);
  const after = native.tf.memory().numTensors;
  trainSome(traced, options);
  trainSome(eager, options);
  eager.evaluate(options.data.split.validation);
  traced.evaluate(options.data.split.validation);
  expect(native.tf.memory().numTensors).toBe(after);
  eager.close();
  traced.close();
  expect(native.tf.memory().numTensors).toBe(before);
});

/** Two convolutions of one picture, added, joined with one of them, and two heads with the same target. */
function branched(): Project {
  const project = chainProject([8, 8, 1], [], images, settings);
  const node = (id: string, kind: string, params: Record<string, unknown> = {}, trainable = true) => ({
    id,
    kind,
    name: id,
    params,
    position: { x: 0, y: 0 },
    trainable,
  });
  const nodes = [
    node('input', 'input', { shape: [8, 8, 1] }),
    node('a', 'conv2D', { filters: 3, padding: 'same', activation: 'relu' }),
    node('frozen', 'conv2D', { filters: 3, padding: 'same' }, false),
    node('sum', 'add'),
    node('join', 'concatenate'),
    node('pool', 'globalAveragePooling2D'),
    node('first', 'dense', { units: 4, activation: 'softmax' }),
    node('second', 'dense', { units: 4, activation: 'softmax', l2: 0.01 }),
    node('output', 'output'),
    node('output-2', 'output'),
  ];
  const pairs = [
    ['input', 'a'],
    ['input', 'frozen'],
    ['a', 'sum'],
    ['frozen', 'sum'],
    ['sum', 'join'],
    ['a', 'join'],
    ['join', 'pool'],
    ['pool', 'first'],
    ['pool', 'second'],
    ['first', 'output'],
    ['second', 'output-2'],
  ] as const;
  const edges = pairs.map(([from, to], i) => ({
    id: `edge-${i}`,
    from: { node: from, port: 'output' },
    to: { node: to, port: 'input' },
  }));
  const targets = { output: 'label', 'output-2': 'label' };
  return {
    ...project,
    networks: [{ ...project.networks[0]!, nodes, edges }],
    data: { ...project.data, targets },
  };
}

test('branches, two outputs and a frozen layer', () => {
  compare(branched(), images, 2);
  const options = optionsOf(branched(), images, 2);
  expect(options.plan.series).toEqual([
    'loss',
    'output/loss',
    'output/accuracy',
    'output-2/loss',
    'output-2/accuracy',
  ]);
  const trainer = createTracedTrainer(native, options);
  trainSome(trainer, options);
  const state = trainer.state();
  const moved = (name: string): boolean =>
    state.get(name)!.values.some((value, i) => value !== options.state.get(name)!.values[i]);
  expect(moved('weights/network/a/kernel')).toBe(true);
  expect(moved('weights/network/frozen/kernel')).toBe(false);
  trainer.close();
});
