/** The reference networks: each is a project (networks/NAME.neuroloom) and a data set of random values. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Column, DatasetManifest } from '../../src/shared/data/manifest.ts';
import type { Project } from '../../src/shared/network/document.ts';
import { parseProject } from '../../src/shared/network/parse.ts';
import { randomStream } from '../../src/shared/random.ts';
import { sizeOf } from '../../src/shared/kinds/shape.ts';
import { classWeights } from '../../src/main/jobs/model/class-weights.ts';
import { loadData } from '../../src/main/jobs/model/data.ts';
import { makePlan } from '../../src/main/jobs/model/plan.ts';
import { fitPreprocessing } from '../../src/main/jobs/model/preprocess.ts';
import { chooseMix } from '../../src/main/jobs/train/mix.ts';
import { chooseOptimizer } from '../../src/main/jobs/train/optimize.ts';
import { chainProject, imageManifest } from '../../src/main/jobs/train/project.fixture.ts';
import type { Step } from '../../src/main/jobs/train/project.fixture.ts';
import { initialState } from '../../src/main/jobs/train/trainer.ts';
import type { TrainerOptions } from '../../src/main/jobs/train/trainer.ts';

export interface Reference {
  readonly project: Project;
  readonly manifest: DatasetManifest;
}

/** 600 batches of 12 samples of 64 tokens, and the last one's next. */
const TEXT = 600 * 12 * 64 + 1;

/** Random pictures of MNIST's size; the peers train on as many. */
const pictures = imageManifest([28, 28, 1], { rows: 20_000, classes: 10 });

/** A text of 65 different characters, as long as the peers' sequences together. */
const text: DatasetManifest = {
  ...pictures,
  rows: TEXT,
  splits: { train: [0, TEXT], validation: [TEXT, TEXT], test: [TEXT, TEXT] },
  order: 'time',
  columns: [
    {
      type: 'tokens',
      name: 'text',
      file: 'text.i32',
      length: 1,
      vocabulary: Array.from({ length: 65 }, (_, id) => String.fromCodePoint(33 + id)),
      tokenizer: { kind: 'characters' },
      special: { padding: null, start: null, end: null, unknown: null },
    },
  ],
  target: 'text',
};

const data: Readonly<Record<string, DatasetManifest>> = {
  mlp: pictures,
  cnn: pictures,
  lstm: pictures,
  gpt: text,
  gan: pictures,
};

export const networkNames: readonly string[] = Object.keys(data);

export function networkOf(name: string): Reference {
  const path = join(import.meta.dirname, '../networks', `${name}.neuroloom`);
  const parsed = parseProject(readFileSync(path, 'utf8'), path);
  if (!parsed.ok) throw new Error(`${path}: ${JSON.stringify(parsed.error)}`);
  return { project: parsed.value, manifest: data[name]! };
}

/** What a trainer of a network gets at its start: loaded as a run loads it, from files of random values. */
export async function optionsOf(reference: Reference): Promise<Omit<TrainerOptions, 'shards'>> {
  const { manifest } = reference;
  const folder = await mkdtemp(join(tmpdir(), 'neuroloom-bench-'));
  try {
    for (const column of manifest.columns)
      await writeFile(join(folder, column.file), randomColumn(column, manifest.rows));
    return await optionsFrom(reference, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The same from a folder with the data's files. `room`: bytes of it that may be in memory. */
export async function optionsFrom(
  { project, manifest }: Reference,
  folder: string,
  room?: number,
): Promise<Omit<TrainerOptions, 'shards'>> {
  const plan = makePlan(project, manifest);
  const data = await loadData(plan, manifest, folder, project.training, room === undefined ? {} : { room });
  const optimizer = chooseOptimizer(project.training);
  const { seed, batchSize } = project.training;
  return {
    plan,
    data,
    preprocessing: fitPreprocessing(plan, data),
    optimizer,
    state: initialState(plan, optimizer, seed),
    batchSize,
    seed,
    classWeights: classWeights(plan, data),
    mix: chooseMix(project.training, plan),
  };
}

/** Networks whose pictures can be as many as wanted. */
export const ofPictures = (name: string): boolean => data[name] === pictures;

export function withRows({ project, manifest }: Reference, rows: number): Reference {
  const splits: DatasetManifest['splits'] = {
    train: [0, rows],
    validation: [rows, rows],
    test: [rows, rows],
  };
  return { project, manifest: { ...manifest, rows, splits } };
}

function randomColumn(column: Column, rows: number): Uint8Array | Float32Array | Int32Array {
  const random = randomStream(7, column.name);
  const below = (count: number): number => Math.floor(random.uniform() * count);
  switch (column.type) {
    case 'image':
      return Uint8Array.from({ length: rows * sizeOf(column.shape) }, () => below(256));
    case 'category':
      return Int32Array.from({ length: rows }, () => below(column.classes.length));
    case 'tokens':
      return Int32Array.from({ length: rows * column.length }, () => below(column.vocabulary.length));
    case 'number':
      return Float32Array.from({ length: rows }, () => random.normal());
  }
}

export interface Size {
  /** Equal layers before the classes. */
  readonly depth: number;
  readonly batchSize: number;
  /** Steps of a sequence. */
  readonly length?: number;
}

/** Networks of any size, for `--scaling`. */
export const scalable: Readonly<Record<string, (size: Size) => Reference>> = {
  mlp: ({ depth, batchSize }) =>
    deep([['flatten'], ...repeat(depth, ['dense', { units: 128, activation: 'relu' }])], batchSize),
  lstm({ batchSize, length = 28 }) {
    const sequences = imageManifest([length, 28, 1], { rows: 2000, classes: 10 });
    return deep(
      [
        ['reshape', { targetShape: [length, 28] }],
        ['lstm', { units: 128 }],
      ],
      batchSize,
      sequences,
    );
  },
  cnn: ({ depth, batchSize }) =>
    deep(
      [
        ...repeat(depth, ['conv2D', { filters: 32, padding: 'same', activation: 'relu' }]),
        ['maxPooling2D'],
        ['flatten'],
      ],
      batchSize,
    ),
};

const repeat = (times: number, step: Step): Step[] => Array.from({ length: times }, () => step);

function deep(steps: readonly Step[], batchSize: number, manifest = pictures): Reference {
  const all: Step[] = [...steps, ['dense', { units: 10, activation: 'softmax' }]];
  const training = { batchSize, validationFraction: 0, testFraction: 0 };
  const [column] = manifest.columns;
  const shape = column?.type === 'image' ? column.shape : [];
  return { project: chainProject(shape, all, manifest, training), manifest };
}
