/** Starter networks that read sequences: texts, pairs of texts, and series of numbers. */
import type { TokensColumn } from '../data/manifest.ts';
import { dense, input, NUMBER_OUTPUT, OUTPUT, step } from './starter-drawing.ts';
import type { Step } from './starter-drawing.ts';

/** Where token 0 only fills sequences up, the layers behind an embedding are told to skip it. */
const embedding = ({ vocabulary, special }: TokensColumn, more: Parameters<typeof step>[2] = {}): Step =>
  step('embedding', { inputDim: vocabulary.length, outputDim: 64, maskZero: special.padding === 0 }, more);

/** The next token at every place of a text. */
export const languageModelSteps = (text: TokensColumn, context: number): Step[] => [
  input([context], 'none'),
  embedding(text),
  step('lstm', { units: 128, returnSequences: true }),
  dense(text.vocabulary.length, 'softmax'),
  OUTPUT,
];

/** An encoder hands what it remembers of the source to the decoder, which writes the target token after token. */
export const translationSteps = (source: TokensColumn, target: TokensColumn): Step[] => [
  input([source.length], 'none'),
  embedding(source),
  step('lstm', { units: 128 }, { as: 'encoder' }),
  input([target.length - 1], 'none', { as: 'written', lane: 1 }),
  embedding(target, { as: 'words', from: { input: 'written' }, lane: 1 }),
  step(
    'lstm',
    { units: 128, returnSequences: true },
    { from: { input: 'words', state: 'encoder.state', cell: 'encoder.cell' }, lane: 1 },
  ),
  dense(target.vocabulary.length, 'softmax', { lane: 1 }),
  { ...OUTPUT, lane: 1 },
];

/** What a text is about: the mean of its words, through a small network. */
export const textSteps = (text: TokensColumn): Step[] => [
  input([text.length], 'none'),
  embedding(text),
  step('globalAveragePooling1D'),
  dense(32, 'relu'),
];

/** The next value after a window of rows. */
export const seriesSteps = (window: number, features: number): Step[] => [
  input([window, features], 'standard'),
  step('lstm', { units: 32 }),
  dense(1),
  NUMBER_OUTPUT,
];
