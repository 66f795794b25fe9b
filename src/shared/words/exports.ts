/** Why a network cannot be written in a format: what follows "The export failed: …". */
import { wordsOf } from './language.ts';
import { sayings } from './said.ts';

export const exportSentences = wordsOf('exports', {
  noRows: 'the data set has no row to compare on',
});
export type ExportSentences = typeof exportSentences;
export const exportReasons = sayings('exports', exportSentences);
