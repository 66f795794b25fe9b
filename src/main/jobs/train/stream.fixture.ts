/** Runs whose data stays in its files, held to the same runs with the data in memory. */
import { expect, test } from 'vitest';
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Project } from '../../../shared/network/document.ts';
import { randomStream } from '../../../shared/random.ts';
import { writeDataset } from './process.fixture.ts';
import { chainProject, imageManifest } from './project.fixture.ts';
import { cases, dense, network, projectOf, writeColumns } from './recipes.fixture.ts';
import type { Case } from './recipes.fixture.ts';
import { numbersOf, runsOf } from './run.fixture.ts';

const ROWS = 150;
const random = randomStream(5, 'stream');
const column = (value: () => number): Float32Array => Float32Array.from({ length: ROWS }, value);

/** Numbers and classes that are missing here and there, a text, and rows that have no target. */
const table: Case = {
  recipe: { kind: 'supervised', params: {} },
  networks: [
    network('n', [
      ['i', 'input', { shape: [9], normalise: 'standard' }],
      ['h', 'dense', dense(8, 'tanh')],
      ['d', 'dense', dense(3, 'softmax')],
      ['o', 'output', { classWeights: 'balanced' }],
    ]),
  ],
  inputs: { i: ['a', 'kind', 'text', 'b'] },
  targets: { o: 'label' },
  data: {
    order: 'rows',
    rows: ROWS,
    columns: [
      [
        { type: 'number', name: 'a', file: 'a.f32', missing: 0, statistics: null },
        column(() => (random.uniform() < 0.1 ? NaN : 5 + random.normal())),
      ],
      [
        {
          type: 'category',
          name: 'kind',
          file: 'kind.i32',
          classes: ['p', 'q', 'r', 's'],
          counts: { train: [], validation: [], test: [] },
        },
        Int32Array.from(column(() => Math.floor(random.uniform() * 5) - 1)),
      ],
      [
        {
          type: 'tokens',
          name: 'text',
          file: 'text.i32',
          length: 3,
          vocabulary: ['<pad>', '<unk>', 'x', 'y'],
          tokenizer: { kind: 'words' },
          special: { padding: 0, start: null, end: null, unknown: 1 },
        },
        Int32Array.from({ length: 3 * ROWS }, () => Math.floor(random.uniform() * 4)),
      ],
      [
        { type: 'number', name: 'b', file: 'b.f32', missing: 0, statistics: null },
        column(() => random.normal() * 100),
      ],
      [
        {
          type: 'category',
          name: 'label',
          file: 'label.i32',
          classes: ['u', 'v', 'w'],
          counts: { train: [], validation: [], test: [] },
        },
        Int32Array.from(column(() => Math.floor(random.uniform() * 3.5) - 0.5)),
      ],
    ],
  },
  falls: [0, 1],
};

interface Given {
  readonly project: Project;
  readonly manifest: DatasetManifest;
  readonly write: (folder: string, manifest: DatasetManifest) => void;
}

export const training = { epochs: 2, batchSize: 16 };
const ofCase = (given: Case): Given => ({
  ...projectOf(given, training),
  write: (folder) => writeColumns(given, folder),
});

export const images = imageManifest([6, 6, 1], { rows: 150, testRows: 30, classes: 3 });
/** Pictures that are measured, mixed and weighed. */
export const pictures: Project = chainProject(
  [6, 6, 1],
  [
    ['conv2D', { filters: 4, activation: 'relu' }],
    ['dropout', { rate: 0.2 }],
    ['flatten'],
    ['dense', { units: 3, activation: 'softmax' }],
  ],
  images,
  { ...training, mix: { kind: 'mixup', alpha: 0.4 }, seed: 3 },
  'standard',
);

const given: Readonly<Record<string, Given>> = {
  ...Object.fromEntries(Object.entries(cases).map(([name, of]) => [name, ofCase(of)])),
  table: ofCase(table),
  pictures: { project: pictures, manifest: images, write: writeDataset },
};

/** Of its events what does not depend on the time. */
const kept = (events: readonly TrainEvent[]): readonly unknown[] =>
  events.flatMap((event): readonly unknown[] => {
    if (event.type === 'checkpoint') return [[event.step, event.weights]];
    return event.type === 'ended' ? [[event.weights, event.test]] : [];
  });

/** A test for each recipe, and for tables and pictures: what is read from files trains, checks and tests to the same bits. */
export function streamsTheSame(backend: 'native' | 'portable', shards: number): void {
  test.each(Object.keys(given))('%s, read from its files', async (name) => {
    const { project, manifest, write } = given[name]!;
    const runs = runsOf(manifest, { write, backend, shards });
    try {
      const resident = await runs.run(project);
      const streamed = await runs.run(project, { room: 0 });
      expect(kept(streamed.events)).toEqual(kept(resident.events));
      expect(numbersOf(streamed)).toEqual(numbersOf(resident));
      expect(Object.keys(numbersOf(streamed)).length).toBeGreaterThan(3);
    } finally {
      runs.remove();
    }
  });
}
