/**
 * A data set: a folder of flat binary column files and this manifest. Row i of a column is found by arithmetic alone
 * (bytes i · rowBytes …), so any rows are read without loading the whole. Rows are ordered by split: all training
 * rows first, then validation, then test.
 *
 *   image     uint8   [height, width, channels]   `<column>.u8`
 *   number    float32, little-endian, NaN = missing  `<column>.f32`
 *   category  int32, little-endian, index into `classes`  `<column>.i32`
 *   tokens    int32, little-endian, [length] ids into `vocabulary`, padded at the end  `<column>.i32`
 */
import { z } from 'zod';
import { textSchema } from '../words/said.ts';

export const DATASET_FORMAT = 'neuroloom-dataset';
export const MANIFEST_FILE = 'manifest.json';
export const MOMENTS_FILE = 'moments.f64';
export const MOMENT_BYTES = 8;

const count = z.number().int().min(0);
const file = z.string().regex(/^[\w-]+\.(u8|f32|i32)$/);
const name = z.string().min(1).max(500);

const imageColumn = z.strictObject({
  type: z.literal('image'),
  name,
  file,
  shape: z.tuple([z.number().int().min(1), z.number().int().min(1), z.number().int().min(1).max(4)]),
});
const numberColumn = z.strictObject({
  type: z.literal('number'),
  name,
  file,
  missing: count,
  /** Over the training rows only; null where every value is missing. */
  statistics: z
    .strictObject({ min: z.number(), max: z.number(), mean: z.number(), standardDeviation: z.number() })
    .nullable(),
});
const categoryColumn = z.strictObject({
  type: z.literal('category'),
  name,
  file,
  classes: z.array(z.string()).min(1),
  /** Rows of each class, by split. */
  counts: z.strictObject({ train: z.array(count), validation: z.array(count), test: z.array(count) }),
});
/** How text becomes tokens and back: `tokenizer.ts` does it for the first two kinds. */
const tokenizer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('characters') }),
  z.strictObject({ kind: z.literal('words') }),
  /** Byte pairs; the file lies beside the column's and has the form of Hugging Face's tokenizer.json. */
  z.strictObject({ kind: z.literal('bpe'), file: z.string().regex(/^[\w-]+\.tokenizer\.json$/) }),
]);
const special = count.nullable();
/** Ids of the tokens that stand for no text of their own; null where the column has no such token. */
export const specialSchema = z.strictObject({
  padding: special,
  start: special,
  end: special,
  unknown: special,
});
const tokensColumn = z.strictObject({
  type: z.literal('tokens'),
  name,
  file,
  /** Tokens in a row; 1 where the rows of a whole text follow one another. */
  length: z.number().int().min(1),
  /** The text of each token, by id. */
  vocabulary: z.array(z.string()).min(1),
  tokenizer,
  special: specialSchema,
});
export const columnSchema = z.discriminatedUnion('type', [
  imageColumn,
  numberColumn,
  categoryColumn,
  tokensColumn,
]);

/** One bad row or file that the import named and left out. */
export const importProblemSchema = z.strictObject({
  file: z.string(),
  /** 1-based line of a text file. */
  line: z.number().int().optional(),
  message: textSchema,
});

export const manifestSchema = z.strictObject({
  format: z.literal(DATASET_FORMAT),
  version: z.literal(1),
  id: z.string().regex(/^[\w-]+$/),
  name,
  rows: count,
  /** Row ranges [start, end). */
  splits: z.strictObject({
    train: z.tuple([count, count]),
    validation: z.tuple([count, count]),
    test: z.tuple([count, count]),
  }),
  /**
   * 'rows': each row is a sample of its own. 'time': rows follow one another (the tokens of a text, the values of a
   * series), a sample is a window of consecutive rows, and splits are ranges in order, never drawn.
   */
  order: z.enum(['rows', 'time']).default('rows'),
  /** What the rows of a series are in the order of: the file's column, its first and its last moment. */
  time: z
    .strictObject({
      column: name,
      first: z.string(),
      last: z.string(),
      /** How its cells are read: the order of year, month and day, or a plain number. */
      clock: z.enum(['ymd', 'dmy', 'mdy', 'number']).optional(),
      /** Each row's moment, float64, little-endian: that number, or milliseconds of UTC. Imports of old have none. */
      file: z.literal(MOMENTS_FILE).optional(),
    })
    .optional(),
  /**
   * Several series one after the other: the file's column that names them, and the rows of each within a split. No
   * window goes over the end of one.
   */
  series: z
    .strictObject({
      column: name,
      ranges: z.array(z.strictObject({ name: z.string(), rows: z.tuple([count, count]) })),
    })
    .optional(),
  columns: z.array(columnSchema).min(1),
  /** The column that a new project learns by default. */
  target: z.string().nullable(),
  problems: z.strictObject({ count, first: z.array(importProblemSchema).max(1000) }),
  source: z.strictObject({
    kind: z.enum(['idx', 'table', 'images', 'text', 'pairs', 'series']),
    files: z.array(z.strictObject({ name: z.string(), bytes: count })),
  }),
  bytes: count,
  /** ISO 8601. */
  created: z.string(),
  /** sha256 over the column files in order, hex. */
  hash: z.string().regex(/^sha256-[0-9a-f]{64}$/),
});

export type ImageColumn = z.infer<typeof imageColumn>;
export type NumberColumn = z.infer<typeof numberColumn>;
export type CategoryColumn = z.infer<typeof categoryColumn>;
export type TokensColumn = z.infer<typeof tokensColumn>;
export type Column = z.infer<typeof columnSchema>;
export type ImportProblem = z.infer<typeof importProblemSchema>;
export type DatasetManifest = z.infer<typeof manifestSchema>;
export type SplitName = keyof DatasetManifest['splits'];

/** Bytes that one row takes in the column's file. */
export function rowBytes(column: Column): number {
  switch (column.type) {
    case 'image':
      return column.shape[0] * column.shape[1] * column.shape[2];
    case 'tokens':
      return 4 * column.length;
    default:
      return 4;
  }
}

/** The shape that columns give the input they feed: an image's own, or one number for each column (one a class for a category, one a token for tokens). */
export function columnsShape(columns: readonly Column[]): readonly number[] {
  if (columns.length === 1 && columns[0]!.type === 'image') return columns[0]!.shape;
  return [columns.reduce((sum, column) => sum + flatFeatures(column), 0)];
}

/** How many numbers a column gives an input that is one row of numbers. */
export function flatFeatures(column: Column): number {
  switch (column.type) {
    case 'image':
      return column.shape[0] * column.shape[1] * column.shape[2];
    case 'tokens':
      return column.length;
    case 'category':
      return column.classes.length;
    case 'number':
      return 1;
  }
}
