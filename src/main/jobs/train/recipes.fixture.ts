/** A small problem for every recipe, and how to train on it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Column, DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Network, Project, TrainingSettings } from '../../../shared/network/document.ts';
import { emptyProject } from '../../../shared/network/starter.ts';
import { node } from '../../../shared/network/testing.ts';
import { randomStream } from '../../../shared/random.ts';
import { epochSamples, loadData } from '../model/data.ts';
import { makePlan } from '../model/plan.ts';
import { optionsOf, tableManifest } from './project.fixture.ts';
import { stepSize, stepsTogether } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';

const SEED = 9;

export type CaseLayer = readonly [id: string, kind: string, params: Record<string, unknown>, from?: string];

/** Layers by their ids, each fed by the one before it unless it says otherwise ("a" or "a b" for two ports). */
export function network(id: string, layers: readonly CaseLayer[]): Network {
  const nodes = layers.map(([id, kind, params]) => node(id, kind, params));
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

export interface Case {
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
export function ring(rows: number): Dataset {
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
export const text: Dataset = {
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

export const dense = (units: number, activation = 'linear') => ({ units, activation });
export const numbers = (shape: readonly number[]) => ({ shape, normalise: 'none' });
export const cases: Record<string, Case> = {
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

/** What a start of the case's training needs beside its columns. */
export function projectOf(
  { recipe, networks, inputs, targets, data }: Case,
  training: Partial<TrainingSettings> = {},
): { readonly project: Project; readonly manifest: DatasetManifest } {
  const manifest: DatasetManifest = {
    ...tableManifest(1, { rows: data.rows }),
    order: data.order,
    columns: data.columns.map(([column]) => column),
  };
  const empty = emptyProject('Test');
  const project: Project = {
    ...empty,
    networks: [...networks],
    recipe,
    data: { dataset: null, inputs, targets },
    training: {
      ...empty.training,
      batchSize: 12,
      validationFraction: 0.1,
      testFraction: 0.1,
      seed: SEED,
      ...training,
    },
  };
  return { project, manifest };
}

/** A case whose outputs are set otherwise. */
const withOutputs = (given: Case, params: Readonly<Record<string, unknown>>): Case => ({
  ...given,
  networks: given.networks.map((network) => ({
    ...network,
    nodes: network.nodes.map((node) => (node.kind === 'output' ? { ...node, params: { ...params } } : node)),
  })),
});

/** What a trainer of the recipe's case gets at its start; `outputs`: parameters of its output nodes. */
export function writeColumns({ data }: Case, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [column, values] of data.columns) writeFileSync(join(folder, column.file), values);
}

/** What a trainer of the case, or of a recipe's own, gets at its start. */
export async function prepare(
  name: string | Case,
  shards: number,
  params: Project['recipe']['params'] = {},
  training: Partial<TrainingSettings> = {},
  outputs: Readonly<Record<string, unknown>> = {},
): Promise<TrainerOptions> {
  const given = withOutputs(typeof name === 'string' ? cases[name]! : name, outputs);
  const folder = await mkdtemp(join(tmpdir(), 'neuroloom-recipes-'));
  try {
    const recipe = { ...given.recipe, params: { ...given.recipe.params, ...params } };
    const { project, manifest } = projectOf({ ...given, recipe }, training);
    writeColumns(given, folder);
    const plan = makePlan(project, manifest);
    const data = await loadData(plan, manifest, folder, project.training);
    return optionsOf(project, { plan, data }, shards);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Whole epochs; the series of each step. */
export function train(
  trainer: Trainer,
  { plan, data, batchSize }: TrainerOptions,
  epochs: number,
  rate = 0.01,
): Float32Array[] {
  const size = stepSize(plan, batchSize);
  const series: Float32Array[] = [];
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = epochSamples(data, SEED, epoch);
    for (let from = 0; from < order.length;) {
      const count = stepsTogether(trainer, Math.floor((order.length - from) / size));
      const rows = order.slice(from, (from += count * size));
      series.push(...trainer.step(rows, step, ...Array<number>(count).fill(rate)));
      step += count;
    }
  }
  return series;
}

/** The loss falls as the case says, or what is made becomes like the data. */
export async function expectLearning(
  name: string,
  create: (options: TrainerOptions) => Trainer,
): Promise<void> {
  const [epochs, part] = cases[name]!.falls;
  if (epochs === 0) {
    const optimizer = { kind: 'adam', params: { beta1: 0, beta2: 0.9 } };
    for (const objective of ['standard', 'leastSquares'])
      expectToMake(await prepare(name, 1, { objective }, { optimizer }), create);
    return;
  }
  const options = await prepare(name, 1);
  const trainer = create(options);
  const series = train(trainer, options, epochs);
  trainer.close();
  const mean = (of: readonly Float32Array[]): number =>
    of.reduce((sum, [loss]) => sum + loss!, 0) / of.length;
  expect(mean(series.slice(-4))).toBeLessThan(part * mean(series.slice(0, 4)));
}

/** What a generator makes comes to lie where the real points are. */
function expectToMake(options: TrainerOptions, create: (options: TrainerOptions) => Trainer): void {
  const trainer = create(options);
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
