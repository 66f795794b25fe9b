/** Every recipe on a small problem of its own: traced and eager agree, whatever the shards, and the loss falls. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Column, DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Tensor } from '../../../shared/kinds/define.ts';
import { gan } from '../../../shared/kinds/recipes/gan.ts';
import { recipes } from '../../../shared/kinds/recipes/index.ts';
import type { Network, Project, TrainingSettings } from '../../../shared/network/document.ts';
import { emptyProject } from '../../../shared/network/starter.ts';
import { randomStream } from '../../../shared/random.ts';
import { classWeights } from '../model/class-weights.ts';
import { epochSamples, loadData } from '../model/data.ts';
import type { ModelData } from '../model/data.ts';
import { makePlan } from '../model/plan.ts';
import { fitPreprocessing } from '../model/preprocess.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { createEagerTrainer } from './eager.ts';
import { chooseOptimizer } from './optimize.ts';
import { tableManifest } from './project.fixture.ts';
import { createTracedTrainer } from './traced.ts';
import { initialState, stepSize } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';

let native: NativeTensorFlow;
const folders: string[] = [];
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 2, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('These tests need native TensorFlow');
  native = runtime;
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

type Layer = readonly [id: string, kind: string, params: Record<string, unknown>, from?: string];

/** Layers by their ids, each fed by the one before it unless it says otherwise ("a" or "a b" for two ports). */
function network(id: string, layers: readonly Layer[]): Network {
  const nodes = layers.map(([id, kind, params]) => ({
    id,
    kind,
    name: id,
    params,
    position: { x: 0, y: 0 },
    trainable: true,
  }));
  const edges = layers.flatMap(([to, kind, , from], i) => {
    if (kind === 'input') return [];
    const sources = from?.split(' ') ?? [layers[i - 1]![0]];
    const ports = kind === 'sampling' ? ['mean', 'logVariance'] : ['input', 'input'];
    return sources.map((source, k) => ({
      id: `${source}-${to}-${k}`,
      from: { node: source, port: 'output' },
      to: { node: to, port: ports[k]! },
    }));
  });
  return { id, name: id, nodes, edges };
}

interface Case {
  readonly recipe: Project['recipe'];
  readonly networks: readonly Network[];
  readonly inputs: Record<string, string[]>;
  readonly targets: Record<string, string>;
  readonly data: Dataset;
  /** How many epochs until the loss is below this part of what it was first. */
  readonly falls: readonly [epochs: number, to: number];
}
interface Dataset {
  readonly order: 'rows' | 'time';
  readonly rows: number;
  readonly columns: readonly (readonly [Column, Int32Array | Float32Array])[];
}

const number = (name: string, values: Float32Array): Dataset['columns'][number] => [
  { type: 'number', name, file: `${name}.f32`, missing: 0, statistics: null },
  values,
];
const tokens = (
  name: string,
  length: number,
  count: number,
  values: Int32Array,
): Dataset['columns'][number] => [
  {
    type: 'tokens',
    name,
    file: `${name}.i32`,
    length,
    vocabulary: Array.from({ length: count }, (_, id) => String(id)),
    tokenizer: { kind: 'characters' },
    special: { padding: length > 1 ? 0 : null, start: null, end: null, unknown: null },
  },
  values,
];

const random = randomStream(3, 'recipes');
/** Points around a ring, with some noise. */
function ring(rows: number): Dataset {
  const angles = Float32Array.from({ length: rows }, () => random.uniform() * 2 * Math.PI);
  const around = (of: (angle: number) => number): Float32Array =>
    angles.map((a) => of(a) + random.normal() * 0.05);
  return {
    order: 'rows',
    rows,
    columns: [number('x', around(Math.cos)), number('y', around(Math.sin)), number('angle', angles)],
  };
}
/** Points around (2, -1). */
const cloud = (rows: number): Dataset => ({
  order: 'rows',
  rows,
  columns: [2, -1].map((middle, i) =>
    number(
      'xy'[i]!,
      Float32Array.from({ length: rows }, () => middle + random.normal() * 0.3),
    ),
  ),
});
const wave: Dataset = {
  order: 'time',
  rows: 120,
  columns: [
    number(
      'value',
      Float32Array.from({ length: 120 }, (_, i) => Math.sin(i / 3)),
    ),
  ],
};
/** 0 1 2 3 4 0 1 2 … */
const text: Dataset = {
  order: 'time',
  rows: 300,
  columns: [
    tokens(
      'text',
      1,
      5,
      Int32Array.from({ length: 300 }, (_, i) => i % 5),
    ),
  ],
};
/** Source: 4 tokens of 1 … 4; target: start (5), the same tokens, then padding. */
function pairs(rows: number): Dataset {
  const source = Int32Array.from({ length: rows * 4 }, () => 1 + Math.floor(random.uniform() * 4));
  const target = new Int32Array(rows * 6);
  for (let row = 0; row < rows; row++) {
    target[row * 6] = 5;
    target.set(source.subarray(row * 4, row * 4 + 4), row * 6 + 1);
  }
  return { order: 'rows', rows, columns: [tokens('source', 4, 5, source), tokens('target', 6, 6, target)] };
}

const dense = (units: number, activation = 'linear') => ({ units, activation });
const numbers = (shape: readonly number[]) => ({ shape, normalise: 'none' });
const cases: Record<string, Case> = {
  supervised: {
    recipe: { kind: 'supervised', params: {} },
    networks: [
      network('n', [
        ['i', 'input', numbers([2])],
        ['h', 'dense', dense(8, 'tanh')],
        ['d', 'dense', dense(1)],
        ['o', 'output', {}],
      ]),
    ],
    inputs: { i: ['x', 'y'] },
    targets: { o: 'angle' },
    data: ring(64),
    falls: [30, 0.5],
  },
  autoencoder: {
    recipe: { kind: 'autoencoder', params: {} },
    networks: [
      network('n', [
        ['i', 'input', numbers([3])],
        ['h', 'dense', dense(6, 'tanh')],
        ['m', 'dense', dense(2)],
        ['d', 'dense', dense(3)],
        ['o', 'output', {}],
      ]),
    ],
    inputs: { i: ['x', 'y', 'angle'] },
    targets: {},
    data: ring(64),
    falls: [30, 0.5],
  },
  variationalAutoencoder: {
    recipe: { kind: 'variationalAutoencoder', params: {} },
    networks: [
      network('n', [
        ['i', 'input', numbers([2])],
        ['h', 'dense', dense(8, 'tanh')],
        ['mean', 'dense', dense(2), 'h'],
        ['variance', 'dense', dense(2), 'h'],
        ['z', 'sampling', { weight: 0.1 }, 'mean variance'],
        ['d', 'dense', dense(2)],
        ['o', 'output', {}],
      ]),
    ],
    inputs: { i: ['x', 'y'] },
    targets: {},
    data: ring(64),
    falls: [60, 0.8],
  },
  languageModel: {
    recipe: { kind: 'languageModel', params: {} },
    networks: [
      network('n', [
        ['i', 'input', { shape: [6, 1], normalise: 'none' }],
        ['h', 'dense', dense(16, 'tanh')],
        ['d', 'dense', dense(5, 'softmax')],
        ['o', 'output', {}],
      ]),
    ],
    inputs: { i: ['text'] },
    targets: { o: 'text' },
    data: text,
    falls: [60, 0.5],
  },
  sequenceToSequence: {
    recipe: { kind: 'sequenceToSequence', params: {} },
    networks: [
      network('n', [
        ['s', 'input', { shape: [4], normalise: 'none' }],
        ['e', 'dense', dense(20, 'tanh')],
        ['t', 'input', { shape: [5], normalise: 'none' }],
        ['w', 'dense', dense(20, 'tanh')],
        ['a', 'add', {}, 'e w'],
        ['r', 'reshape', { targetShape: [5, 4] }],
        ['d', 'dense', dense(6, 'softmax')],
        ['o', 'output', {}],
      ]),
    ],
    inputs: { s: ['source'], t: ['target'] },
    targets: { o: 'target' },
    data: pairs(64),
    falls: [40, 0.9],
  },
  timeSeries: {
    recipe: { kind: 'timeSeries', params: { gap: 1 } },
    networks: [
      network('n', [
        ['i', 'input', numbers([8])],
        ['h', 'dense', dense(8, 'tanh')],
        ['d', 'dense', dense(2)],
        ['o', 'output', {}],
      ]),
    ],
    inputs: { i: ['value'] },
    targets: { o: 'value' },
    data: wave,
    falls: [30, 0.3],
  },
  gan: {
    recipe: { kind: 'gan', params: { discriminatorSteps: 2 } },
    networks: [
      network('g', [
        ['noise', 'input', numbers([4])],
        ['gh', 'dense', dense(8, 'tanh')],
        ['gd', 'dense', dense(2)],
        ['go', 'output', {}],
      ]),
      network('d', [
        ['real', 'input', numbers([2])],
        ['dh', 'dense', dense(8, 'tanh')],
        ['dd', 'dense', dense(1)],
        ['do', 'output', {}],
      ]),
    ],
    inputs: { real: ['x', 'y'] },
    targets: {},
    data: cloud(64),
    falls: [0, 1],
  },
};

async function prepare(
  name: string,
  shards: number,
  params: Project['recipe']['params'] = {},
  training: Partial<TrainingSettings> = {},
): Promise<TrainerOptions> {
  const { recipe, networks, inputs, targets, data } = cases[name]!;
  const base = tableManifest(1, { rows: data.rows });
  const manifest: DatasetManifest = {
    ...base,
    order: data.order,
    columns: data.columns.map(([column]) => column),
  };
  const empty = emptyProject('Test');
  const project: Project = {
    ...empty,
    networks: [...networks],
    recipe: { ...recipe, params: { ...recipe.params, ...params } },
    data: { dataset: null, inputs, targets },
    training: {
      ...empty.training,
      batchSize: 12,
      validationFraction: 0.1,
      testFraction: 0.1,
      seed: 9,
      ...training,
    },
  };
  const folder = await mkdtemp(join(tmpdir(), 'neuroloom-recipes-'));
  folders.push(folder);
  for (const [column, values] of data.columns) await writeFile(join(folder, column.file), values);
  const plan = makePlan(project, manifest);
  const loaded = await loadData(plan, manifest, folder, project.training);
  const optimizer = chooseOptimizer(project.training);
  return {
    plan,
    data: loaded,
    preprocessing: fitPreprocessing(plan, loaded),
    optimizer,
    state: initialState(plan, optimizer, 9),
    batchSize: 12,
    seed: 9,
    shards,
    classWeights: classWeights(plan, loaded),
    mix: null,
  };
}

function train(
  trainer: Trainer,
  { plan, data, batchSize }: TrainerOptions,
  epochs: number,
  rate = 0.01,
): Float32Array[] {
  const size = stepSize(plan, batchSize);
  const series: Float32Array[] = [];
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = epochSamples(data, 9, epoch);
    for (let from = 0; from < order.length; from += size)
      trainer.step(order.slice(from, from + size), step++, rate);
    series.push(...trainer.recent());
  }
  return series;
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!))) / Math.max(1, ...Array.from(b, Math.abs));

test('there is a case for every recipe', () => {
  expect(Object.keys(cases)).toEqual(recipes.map(({ kind }) => kind));
});

/** Two epochs op by op and as traced: the same series, weights, slots and scalars, and the same evaluation. */
function agree(options: TrainerOptions): void {
  const eager = createEagerTrainer(native, options);
  const traced = createTracedTrainer(native, options);
  const wanted = train(eager, options, 2);
  const found = train(traced, options, 2);
  expect(found.length).toBe(wanted.length);
  found.forEach((series, i) => expect(worst(series, wanted[i]!), `step ${i}`).toBeLessThan(1e-5));
  const states = eager.state();
  for (const [weight, { values }] of traced.state())
    expect(worst(values, states.get(weight)!.values), weight).toBeLessThan(1e-5);
  if (options.plan.outputs.length > 0) {
    const rows = options.data.split.validation;
    expect(worst(traced.evaluate(rows), eager.evaluate(rows))).toBeLessThan(1e-5);
  }
  eager.close();
  traced.close();
}

describe.each(Object.keys(cases))('%s', (name) => {
  test.each([1, 2])('the traced step computes what the eager one does, in %i shards', async (shards) =>
    agree(await prepare(name, shards)),
  );

  test('learns', async () => {
    const options = await prepare(name, 1);
    const [epochs, part] = cases[name]!.falls;
    if (epochs === 0) {
      for (const objective of ['standard', 'leastSquares'])
        learnsToMake(
          await prepare(
            name,
            1,
            { objective },
            { optimizer: { kind: 'adam', params: { beta1: 0, beta2: 0.9 } } },
          ),
        );
      return;
    }
    const trainer = createTracedTrainer(native, options);
    const series = train(trainer, options, epochs);
    trainer.close();
    const mean = (of: readonly Float32Array[]): number =>
      of.reduce((sum, [loss]) => sum + loss!, 0) / of.length;
    expect(mean(series.slice(-4))).toBeLessThan(part * mean(series.slice(0, 4)));
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

/** What a generator makes comes to lie where the real points are. */
function learnsToMake(options: TrainerOptions): void {
  const trainer = createTracedTrainer(native, options);
  const distance = (): number => {
    const weight = (name: string): Float32Array => trainer.state().get(`weights/g/${name}`)!.values;
    const [k1, b1, k2, b2] = [weight('gh/kernel'), weight('gh/bias'), weight('gd/kernel'), weight('gd/bias')];
    const noise = randomStream(1, 'noise');
    const middle = [0, 0];
    for (let n = 0; n < 200; n++) {
      const z = Array.from({ length: 4 }, () => noise.normal());
      const hidden = Array.from(b1, (bias, h) =>
        Math.tanh(z.reduce((a, v, i) => a + v * k1[i * 8 + h]!, bias)),
      );
      for (const axis of [0, 1])
        middle[axis]! += hidden.reduce((a, v, h) => a + v * k2[h * 2 + axis]!, b2[axis]!) / 200;
    }
    return Math.hypot(middle[0]! - 2, middle[1]! + 1);
  };
  const first = distance();
  train(trainer, options, 200, 0.003);
  const last = distance();
  trainer.close();
  expect(last, String(options.plan.recipeParams['objective'])).toBeLessThan(first * 0.3);
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
  const samples = (epoch: number): number[] => [...epochSamples(data, 9, epoch)].sort((a, b) => a - b);
  const [first, second] = [samples(0), samples(1)];
  expect(first.slice(1).every((row, i) => row - first[i]! === 6)).toBe(true);
  expect(second).not.toEqual(first);
  const end = (split: keyof ModelData['split']): number => Math.max(...data.split[split]) + 7;
  expect(end('train')).toBeLessThanOrEqual(240);
  expect(Math.min(...data.split.validation)).toBe(240);
  expect(end('validation')).toBeLessThanOrEqual(270);
});
