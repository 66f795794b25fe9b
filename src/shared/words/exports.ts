/** Why a network cannot be written in a format: what follows "The export failed: …". */
import { wordsOf } from './language.ts';
import { sayings } from './said.ts';

export const exportSentences = wordsOf('exports', {
  statesOfBoth: (layer: string): string =>
    `${layer} reads in both directions and its states are connected; Keras keeps those of each direction apart. Use one layer forward and one backward`,
  noRows: 'the data set has no row to compare on',
});
export type ExportSentences = typeof exportSentences;
export const exportReasons = sayings('exports', exportSentences);
