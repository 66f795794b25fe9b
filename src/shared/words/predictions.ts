/** Why a file cannot be given to a model: goes into the failure `import-failed` as its detail. */
import type { Shape } from '../kinds/shape.ts';
import { shapeText } from '../kinds/shape.ts';
import { wordsOf } from './language.ts';
import { plural } from './numbers.ts';
import { sayings } from './said.ts';

export const predictSentences = wordsOf('predictions', {
  notAPicture: (): string => 'it is no picture, and the model wants pictures',
  brokenPicture: (detail: string) => `the picture cannot be read (${detail})`,
  notATable: (): string => 'it is no table, and the model wants rows of one',
  otherPictures: (shape: Shape, wanted: Shape) =>
    `its pictures are ${shapeText(shape)}, and the model wants ${shapeText(wanted)}`,
  columnsMissing: (names: readonly string[]) =>
    `it lacks ${names.length === 1 ? 'the column' : 'the columns'} ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`,
  raggedRow: (line: number, cells: number, wanted: number) =>
    `line ${line} has ${cells} cells in place of ${wanted}`,
  notANumber: (line: number, column: string, text: string) =>
    `"${text}" in ${column}, line ${line}, is not a number`,
  unknownCategory: (line: number, column: string, text: string) =>
    `"${text}" in ${column}, line ${line}, is none of the categories that the model knows`,
  notATime: (row: string, column: string, text: string) => `"${text}" in ${column} tells no time (${row})`,
  wholeText: (column: string) =>
    `${column} is a whole text, of which a model is shown windows, not rows of a table`,
  severalInputs: (): string => 'the model has several inputs; it can be shown rows of the data set only',
  noRows: (): string => 'it has no rows',
  tooFew: (rows: number, wanted: number) =>
    `it has ${plural(rows, 'row')}, and the model reads ${wanted} at a time`,
  makes: (): string => 'the model makes something of its own and answers no rows: let it generate instead',
  tooMany: (most: number) =>
    `it holds more than ${most.toLocaleString('en-US')} rows. Give a part of it at a time`,
});
export type PredictSentences = typeof predictSentences;
export const predictReasons = sayings('predictions', predictSentences);

/** What stands above the answers in a table of predictions. */
export const answerColumns = {
  value: (column: string) => `predicted ${column}`,
  /** So many steps after the last row that was read. */
  step: (column: string, step: number) => `predicted ${column} +${step}`,
  /** Of a window that is given back. */
  row: (column: string, row: number) => `predicted ${column} ${row}`,
  probability: (column: string, name: string) => `probability ${column} ${name}`,
  ofOutput: (column: string, output: string) => `${column} (${output})`,
};

/** A prediction's source with its series and its moment, where it has them. */
export const sourceName = (source: string, series: string | null, moment: string | null): string =>
  [source, series, moment].filter((part) => part !== null).join(' · ');

/** How a row of the data set is named in a prediction. */
export const rowName = (row: number): string => `Row ${row + 1}`;
/** How a window is, from its first row to its last: `prices.csv:2–11`. */
export const rowsName = (first: string, last: string): string =>
  first === last ? first : `${first}–${/\d+$/.exec(last)?.[0] ?? last}`;
