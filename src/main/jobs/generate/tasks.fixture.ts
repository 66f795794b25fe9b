/** Small tasks of the recipes that make something, learned in seconds. */
import type { Column } from '../../../shared/data/manifest.ts';
import { randomStream } from '../../../shared/random.ts';
import { network, tokensColumn } from './trained.fixture.ts';
import type { Task } from './trained.fixture.ts';

export type Layers = Parameters<typeof network>[1];

export const dense = (units: number, activation = 'linear') => ({ units, activation });
export const plain = (shape: readonly number[]) => ({ shape, normalise: 'none' });

const LETTERS = ['a', 'b', 'c', 'd', 'e'];
/** abcdeabcde … */
export const textTask = (layers: Layers, epochs: number): Task => ({
  recipe: 'languageModel',
  networks: [network('n', [['i', 'input', plain([6])], ...layers, ['o', 'output', {}]])],
  inputs: { i: ['text'] },
  targets: { o: 'text' },
  order: 'time',
  rows: 400,
  columns: [[tokensColumn('text', 1, LETTERS), Int32Array.from({ length: 400 }, (_, i) => i % 5)]],
  epochs,
});
export const TEXT_LAYERS: Layers = [
  ['e', 'embedding', { inputDim: 5, outputDim: 8 }],
  ['g', 'gru', { units: 12, returnSequences: true }],
  ['d', 'dense', dense(5, 'softmax')],
];

/** Pairs of which the second text is the first. */
export const PAIRS = 300;
export function copyTask(decoder: Layers, epochs: number): Task {
  const vocabulary = ['<pad>', '<start>', '<end>', 'a', 'b', 'c'];
  const random = randomStream(1, 'pairs');
  const source = Int32Array.from({ length: PAIRS * 4 }, () => 3 + Math.floor(random.uniform() * 3));
  const target = Int32Array.from({ length: PAIRS * 6 }, (_, i) =>
    i % 6 === 0 ? 1 : i % 6 === 5 ? 2 : source[Math.floor(i / 6) * 4 + (i % 6) - 1]!,
  );
  return {
    recipe: 'sequenceToSequence',
    networks: [
      network('n', [
        ['s', 'input', plain([4])],
        ['se', 'embedding', { inputDim: 6, outputDim: 8 }],
        ['sf', 'flatten', {}],
        ['sd', 'dense', dense(80)],
        ['sr', 'reshape', { targetShape: [5, 16] }],
        ['t', 'input', plain([5])],
        ...decoder,
        ['a', 'add', {}, ['sr', 'w']],
        ['d', 'dense', dense(6, 'softmax')],
        ['o', 'output', {}],
      ]),
    ],
    inputs: { s: ['source'], t: ['target'] },
    targets: { o: 'target' },
    order: 'rows',
    rows: PAIRS,
    columns: [
      [tokensColumn('source', 4, vocabulary, { padding: 0 }), source],
      [tokensColumn('target', 6, vocabulary, { padding: 0, start: 1, end: 2 }), target],
    ],
    epochs,
  };
}
export const COPY_DECODER: Layers = [['w', 'embedding', { inputDim: 6, outputDim: 16 }]];

const pictures: Column = { type: 'image', name: 'picture', file: 'picture.u8', shape: [4, 4, 1] };
/** Class 0 is dark, class 1 bright. */
const shades = Uint8Array.from({ length: 200 * 16 }, (_, i) => (Math.floor(i / 16) % 2 === 0 ? 30 : 220));
const labels: readonly [Column, Int32Array] = [
  {
    type: 'category',
    name: 'shade',
    file: 'shade.i32',
    classes: ['dark', 'bright'],
    counts: { train: [], validation: [], test: [] },
  },
  Int32Array.from({ length: 200 }, (_, i) => i % 2),
];

const ofShades = (recipe: string, layers: Layers, epochs: number): Task => ({
  recipe,
  networks: [
    network('n', [
      ['i', 'input', { shape: [4, 4, 1], normalise: 'symmetric' }],
      ['f', 'flatten', {}],
      ...layers,
      ['d', 'dense', dense(16)],
      ['r', 'reshape', { targetShape: [4, 4, 1] }],
      ['o', 'output', {}],
    ]),
  ],
  inputs: { i: ['picture'] },
  targets: {},
  order: 'rows',
  rows: 200,
  columns: [[pictures, shades]],
  epochs,
});
export const autoencoderTask = (epochs: number): Task =>
  ofShades('autoencoder', [['h', 'dense', dense(2, 'tanh')]], epochs);
/** Its middle has two numbers. */
export const variationalTask = (epochs: number): Task =>
  ofShades(
    'variationalAutoencoder',
    [
      ['h', 'dense', dense(8, 'tanh')],
      ['mean', 'dense', dense(2), ['h']],
      ['variance', 'dense', dense(2), ['h']],
      ['z', 'sampling', { weight: 0.1 }, ['mean', 'variance']],
    ],
    epochs,
  );

export const generator = (classes: boolean, out: Layers) =>
  network('g', [
    ['noise', 'input', plain([4])],
    ...(classes
      ? ([
          ['class', 'input', plain([2])],
          ['both', 'concatenate', {}, ['noise', 'class']],
        ] as const)
      : []),
    ['gh', 'dense', dense(8, 'tanh')],
    ...out,
    ['go', 'output', {}],
  ]);
/** Pictures of two classes. */
export const classGanTask = (epochs: number): Task => ({
  recipe: 'gan',
  networks: [
    generator(true, [
      ['gd', 'dense', dense(16, 'tanh')],
      ['gr', 'reshape', { targetShape: [4, 4, 1] }],
    ]),
    network('d', [
      ['real', 'input', { shape: [4, 4, 1], normalise: 'symmetric' }],
      ['df', 'flatten', {}],
      ['of', 'input', plain([2])],
      ['db', 'concatenate', {}, ['df', 'of']],
      ['dd', 'dense', dense(1)],
      ['do', 'output', {}],
    ]),
  ],
  inputs: { class: ['shade'], real: ['picture'], of: ['shade'] },
  targets: {},
  order: 'rows',
  rows: 200,
  columns: [[pictures, shades], labels],
  epochs,
});
