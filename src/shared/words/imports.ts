/** What an import says of the rows and files that it leaves out, and why a whole file cannot be used. */
import { wordsOf } from './language.ts';
import { plainNumber } from './numbers.ts';
import { sayings } from './said.ts';

const count = (n: number): string => n.toLocaleString('en-US');
const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** So much of a value that it is known again. */
export const brief = (text: string): string => (text.length > 30 ? `${text.slice(0, 29)}…` : text);

const inSeries = (name: string | null | undefined): string =>
  name === null || name === undefined ? '' : ` in "${brief(name)}"`;

/** Sentences about one row or file that was left out; the import went on. */
export const importNoteSentences = wordsOf('importNotes', {
  raggedRow: (cells: number, wanted: number) =>
    `The row has ${plural(cells, 'cell')}, but the table has ${plural(wanted, 'column')}. It was left out.`,
  quoteNotClosed: (): string =>
    'A quotation mark opens a cell here and is never closed. The line was left out.',
  targetMissing: (column: string) =>
    `The row has no value for ${column}, which is to be learned. It was left out.`,
  notANumber: (column: string, text: string) =>
    `"${text}" in ${column} is not a number that can be kept. It counts as missing.`,
  pixelNotByte: (column: string, text: string) =>
    `"${text}" in ${column} is not a brightness from 0 to 255. The row was left out.`,
  targetNotNumber: (column: string, text: string) =>
    `"${text}" in ${column}, which is to be learned, is not a number. The row was left out.`,
  decimalSign: (column: string, text: string, number: number) =>
    `"${text}" in ${column} can be two numbers, and nothing in the file tells which. It is read as ${plainNumber(number)}; say which the decimal sign is where that is wrong.`,
  /** `values` is null where there are too many to count. */
  columnIsText: (column: string, values: number | null, example: string) =>
    `The column ${column} holds text with ${values === null ? 'very many' : `${count(values)}`} different values, such as "${brief(example)}". It was left out.`,
  columnIsDates: (column: string, example: string) =>
    `The column ${column} holds dates, such as "${brief(example)}", which say little as numbers. It was left out.`,
  columnIsDatesOfForms: (column: string, one: string, other: string) =>
    `The column ${column} holds dates in several forms ("${brief(one)}", "${brief(other)}"), which nothing can put in order. It was left out; write all of them in one form to use it.`,
  columnIsMixed: (column: string, numbers: number, others: number, text: string, row: number) =>
    `The column ${column} holds ${plural(numbers, 'number')} and ${plural(others, 'other value')}, first "${brief(text)}" in row ${count(row)}. It was left out; to use it, say that it holds numbers (all else counts as missing) or categories.`,
  unreadableBytes: (): string =>
    'The line holds bytes that are no text (in UTF-8). They were left out, the rest of the line was kept.',
  textCut: (column: string, tokens: number, most: number) =>
    `The text in ${column} has ${plural(tokens, 'token')}. The first ${count(most)} were kept.`,
  textMissing: (column: string) => `The row has no text for ${column}. It was left out.`,
  notATime: (column: string, text: string) => `"${text}" in ${column} tells no time. The row was left out.`,
  seriesMissing: (column: string) =>
    `The row has no value for ${column}, which names its series. It was left out.`,
  momentRepeated: (moment: string, series?: string | null) =>
    `${moment} was there before${inSeries(series)}. The row was left out.`,
  gap: (before: string, after: string, series?: string | null) =>
    `Between ${before} and ${after} rows are missing${inSeries(series)}.`,
  moreGaps: (n: number) => `${plural(n, 'more gap')} between rows.`,
  valuesMissing: (column: string, n: number, filled: boolean) =>
    `${plural(n, 'value')} of ${column} ${n === 1 ? 'is' : 'are'} missing${filled ? ', and became the last one before' : ''}.`,
  columnIsIndex: (column: string) => `The column ${column} only numbers the rows. It was left out.`,
  columnIsEmpty: (column: string) => `The column ${column} is empty. It was left out.`,
  otherColumns: (first: string) => `The columns are not those of ${first}. The file was left out.`,
  emptyFile: (): string => 'The file is empty. It was left out.',
  notRecognised: (): string => 'The file is of no kind that can be imported. It was left out.',
  notUsedWith: (kind: 'images' | 'tables' | 'texts' | 'IDX files') =>
    `The file does not belong to the ${kind} found here. It was left out.`,
  notPicture: (): string => 'The file is named like a picture, but it holds something else. It was left out.',
  unreadable: (detail: string) => `The file cannot be read: ${detail}. It was left out.`,
  brokenImage: (detail: string) => `The image is broken: ${detail}. It was left out.`,
  outsideClassFolders: (): string => 'The image lies outside the class folders. It was left out.',
  linkLeftOut: (): string => 'This is a link, not a file. It was left out.',
  tooDeep: (): string => 'The folder is nested too deeply. It was left out.',
  tooManyFiles: (most: number) => `There are more than ${count(most)} files. The rest were left out.`,
  zipName: (detail: string) => `The name leads out of the zip file (${detail}). The entry was left out.`,
  zipEncrypted: (): string => 'The entry is encrypted. It was left out.',
  zipMethod: (method: number) =>
    `The entry is packed by a method that is not known here (${method}). It was left out.`,
  zipBomb: (ratio: number) =>
    `The entry unpacks to ${count(ratio)} times its size, as only a trap does. It was left out.`,
  zipTooLarge: (gigabytes: number) =>
    `With this entry the zip file unpacks to more than ${count(gigabytes)} GB. It was left out.`,
  zipNested: (): string =>
    'A zip file inside a zip file or folder is not opened. It was left out; drop it by itself.',
  zipRepeated: (): string => 'Another entry has the same name. This one was left out.',
  idxTrailing: (bytes: number) =>
    `${plural(bytes, 'byte')} or more follow after what the file announces. They were left out.`,
  idxNoLabels: (images: string) => `${images} has no labels file beside it, so its images were left out.`,
  idxNoImages: (): string => 'The file holds labels, and no images go with it. It was left out.',
});
export type ImportNoteSentences = typeof importNoteSentences;
export const importNotes = sayings('importNotes', importNoteSentences);

/** Why a file cannot be imported at all: goes into the failure `import-failed` as its detail. */
export const importReasonSentences = wordsOf('importReasons', {
  answered: (status: number) => `the server answered ${status}`,
  silent: (): string => 'the connection went silent',
  tooManyFiles: (most: number) => `it holds more than ${count(most)} files. Import a part of it at a time`,
  idxTruncated: (have: number, wanted: number) =>
    `it is cut short: ${plural(wanted, 'row is', 'rows are')} announced and only ${count(have)} are there. Download or copy it again`,
  idxMagic: (): string =>
    'it does not begin as an IDX file does (two zero bytes, the type, the number of dimensions)',
  idxHeader: (shape: readonly number[]) => `it announces the impossible shape ${shape.join(' × ')}`,
  idxNotBytes: (): string => 'its pixels are not whole numbers from 0 to 255',
  idxCounts: (images: number, labelsFile: string, labels: number) =>
    `it holds ${plural(images, 'image')}, but ${labelsFile} holds ${plural(labels, 'label')}. The two do not belong together`,
  idxShapes: (shape: readonly number[], other: string, otherShape: readonly number[]) =>
    `its images are ${shape.join(' × ')}, but those of ${other} are ${otherShape.join(' × ')}`,
  idxOnlyLabels: (): string => 'it holds labels only. Drop the file with the images together with it',
  idxAmbiguous: (other: string) => `it plays the same part as ${other}. Import one of them at a time`,
  gzipTruncated: (): string => 'the compressed file is cut short. Download or copy it again',
  gzipDamaged: (): string => 'the compressed file is damaged. Download or copy it again',
  zipDamaged: (detail: string) => `the zip file is damaged (${detail})`,
  rowTooLong: (line: number) => `line ${line} is longer than any row of a table can be; this is no table`,
  tooManyQuotes: (): string => 'quotation marks are left open on more than a hundred lines; this is no table',
  tooManyColumns: (columns: number, most: number) =>
    `it has ${count(columns)} columns; up to ${count(most)} can be imported`,
  notText: (): string => 'it is not text',
  noPairs: (): string => 'it has no two columns of text to pair',
  noTime: (column: string | null) =>
    column === null
      ? 'no column of it holds dates, years or times, one after the other. Name the one that tells the time'
      : `the column ${column} holds no dates, years or times`,
  changed: (): string =>
    'it was changed, or goes on growing, while it was read. Import it again once nothing writes to it any more',
  noNaming: (column: string) => `it has no column ${column} that could name its series`,
  tooManySeries: (column: string, most: number) =>
    `the column ${column} names more than ${count(most)} series. Choose another, or none`,
  tooManyMoments: (most: number) => `a series can have up to ${count(most)} rows`,
  noColumns: (): string => 'no column of it can be used',
  noTarget: (column: string) => `it has no column ${column} to learn`,
  tooManyClasses: (column: string, most: number) =>
    `the column ${column} has more than ${count(most)} different values, too many for categories`,
  imageColumns: (columns: number, shape: readonly number[]) =>
    `an image of ${shape.join(' × ')} needs ${count(shape.reduce((a, b) => a * b, 1))} columns of numbers, and there are ${count(columns)}`,
  noImages: (): string => 'not one image in it could be read',
});
export type ImportReasonSentences = typeof importReasonSentences;
export const importReasons = sayings('importReasons', importReasonSentences);
