/**
 * The numbers that the rows of a data set give an input or an output, [rows × width]: in memory, or in the column files
 * and read as they are asked for. Whoever asks by these functions gets the same numbers from both.
 */
import { fstatSync, readSync } from 'node:fs';
import type { Span } from '../../../shared/kinds/recipe.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';

const arrays = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array } as const;
export type RowType = keyof typeof arrays;
export type RowArray = Uint8Array | Int32Array | Float32Array;

export interface RowValues {
  readonly rows: number;
  /** Numbers of one row. */
  readonly width: number;
  readonly type: RowType;
  /** All rows; null where they stay in their files. */
  readonly values: RowArray | null;
  /** The columns side by side that make a row; none where all rows are in memory. */
  readonly columns: readonly OpenColumn[];
}

/** A column's file, open for reading. Plain data, so that a thread can be handed it. */
export interface OpenColumn {
  readonly fd: number;
  readonly file: string;
  readonly dataset: string;
  readonly type: RowType;
  /** Numbers of one row in the file. */
  readonly stored: number;
  /** Numbers that they become: one for each class, where the file holds a class' index. */
  readonly width: number;
}

export const bytesOf = ({ width, type }: Pick<RowValues, 'width' | 'type'>): number =>
  width * arrays[type].BYTES_PER_ELEMENT;

export const rowArray = (type: RowType, length: number): RowArray => new arrays[type](length);

/** The same on memory that is there already. */
export const rowArrayIn = (
  type: RowType,
  buffer: ArrayBuffer | SharedArrayBuffer,
  from: number,
  length: number,
): RowArray =>
  new (arrays[type] as new (...of: [ArrayBufferLike, number, number]) => RowArray)(buffer, from, length);

/** Rows that are in memory already. */
export const inMemory = (values: RowArray, rows: number): RowValues => ({
  rows,
  width: values.length / rows,
  type: values instanceof Uint8Array ? 'uint8' : values instanceof Int32Array ? 'int32' : 'float32',
  values,
  columns: [],
});

/** Bytes read at once where rows are gone through in order. */
const BLOCK = 4 * 1024 * 1024;
export const rowsOfBlock = (of: RowValues): number => Math.max(1, Math.floor(BLOCK / bytesOf(of)));

export const damaged = (name: string, detail: string): Failed =>
  new Failed(failure('data-damaged', { name, detail }));
export const unreadable = (name: string, file: string, error: unknown): Failed =>
  damaged(name, `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);

/** Reads rows from their files into `into`, from `at` on. */
export function readRows(
  { columns, width, type }: RowValues,
  row: number,
  count: number,
  into: RowArray,
  at: number,
) {
  const [first] = columns;
  if (columns.length === 1 && first!.type === type && first!.width === first!.stored)
    return readColumn(first!, row, count, into.subarray(at, at + count * width));
  let place = at;
  for (const column of columns) {
    const raw = scratch(column.type, count * column.stored);
    readColumn(column, row, count, raw);
    if (column.width === column.stored) {
      for (let i = 0; i < raw.length; i++)
        into[place + Math.floor(i / column.width) * width + (i % column.width)] = raw[i]!;
    } else {
      for (let i = 0; i < raw.length; i++) {
        const from = place + i * width;
        into.fill(0, from, from + column.width);
        if (raw[i]! >= 0) into[from + raw[i]!] = 1;
      }
    }
    place += column.width;
  }
}

let spare = new ArrayBuffer(64 * 1024);
/** Room for numbers that are on their way, good until the next call. */
function scratch(type: RowType, length: number): RowArray {
  const bytes = length * arrays[type].BYTES_PER_ELEMENT;
  if (bytes > spare.byteLength) spare = new ArrayBuffer(2 * bytes);
  return rowArrayIn(type, spare, 0, length);
}

function readColumn({ fd, file, dataset }: OpenColumn, row: number, count: number, into: RowArray): void {
  const wanted = into.byteLength;
  const position = (row * wanted) / count;
  let read = 0;
  while (read < wanted) {
    let more: number;
    try {
      more = readSync(fd, into, read, wanted - read, position + read);
    } catch (error) {
      throw unreadable(dataset, file, error);
    }
    if (more === 0) throw damaged(dataset, `${file} ends after ${fstatSync(fd).size} bytes`);
    read += more;
  }
}

/** The rows of the data set that one sample reads: from `offset` on, `length` of them. */
export const rowsOfSample = (span: Span | null): { readonly offset: number; readonly length: number } =>
  span?.axis === 'rows' ? span : { offset: 0, length: 1 };

/** Gathers the whole rows of some samples into `into`, one sample's after the other's. */
export function gatherInto(
  of: RowValues,
  span: Span | null,
  samples: ArrayLike<number>,
  into: RowArray,
): void {
  const { width, values } = of;
  const { offset, length } = rowsOfSample(span);
  const size = length * width;
  if (values) {
    for (let i = 0; i < samples.length; i++) {
      const from = (samples[i]! + offset) * width;
      into.set(values.subarray(from, from + size), i * size);
    }
    return;
  }
  for (let i = 0, next = 1; i < samples.length; i = next++) {
    // Rows that follow one another are read at once.
    if (length === 1) while (next < samples.length && samples[next] === samples[next - 1]! + 1) next++;
    readRows(of, samples[i]! + offset, (next - i) * length, into, i * size);
  }
}

/** The numbers of some samples, one sample's after the other's: of its row, its span of rows, or its span of tokens. */
export function gather(of: RowValues, span: Span | null, samples: ArrayLike<number>): RowArray {
  const { width, type } = of;
  const whole = rowArray(type, samples.length * rowsOfSample(span).length * width);
  gatherInto(of, span, samples, whole);
  if (span?.axis !== 'tokens') return whole;
  const { offset, length } = span;
  const cut = rowArray(type, samples.length * length);
  for (let i = 0; i < samples.length; i++) {
    const from = i * width + offset;
    cut.set(whole.subarray(from, from + length), i * length);
  }
  return cut;
}

/** A way through rows in ascending order, which holds a block of them at a time. */
export interface Scan {
  /** Where the numbers of a row begin in `values`, until the next call. */
  at(row: number): number;
  readonly values: RowArray;
}

export function scanRows(of: RowValues): Scan {
  const { rows, width, type, values } = of;
  if (values) return { values, at: (row) => row * width };
  const capacity = Math.min(rows, rowsOfBlock(of));
  const block = rowArray(type, capacity * width);
  let [first, end] = [0, 0];
  return {
    values: block,
    at(row) {
      if (row < first || row >= end) {
        [first, end] = [row, Math.min(rows, row + capacity)];
        readRows(of, first, end - first, block, 0);
      }
      return (row - first) * width;
    },
  };
}
