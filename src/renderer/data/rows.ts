/** Rows of a data set as the core sends them: for each column its rows' bytes, one after the other. */
import type {
  CategoryColumn,
  Column,
  DatasetManifest,
  ImageColumn,
  NumberColumn,
  TokensColumn,
} from '../../shared/data/manifest.ts';
import { MOMENT_BYTES, rowBytes } from '../../shared/data/manifest.ts';
import { dateOf } from '../../shared/words/moments.ts';
import { plainNumber } from '../../shared/words/numbers.ts';
import { ui } from '../../shared/words/ui/index.ts';

export interface RowsHead {
  readonly rows: readonly number[];
  readonly total: number;
  readonly columns: readonly { readonly name: string; readonly from: number; readonly bytes: number }[];
  readonly moments: number | null;
}

/** Rows of one page; values are read from the bytes when they are asked for. */
export interface RowPage {
  readonly rows: readonly number[];
  readonly total: number;
  readonly bytes: Uint8Array;
  readonly starts: ReadonlyMap<string, number>;
  /** Where the rows' moments begin; null where none are kept. */
  readonly moments: number | null;
}

export function pageOf(head: RowsHead, bytes: Uint8Array): RowPage {
  return {
    rows: head.rows,
    total: head.total,
    bytes,
    starts: new Map(head.columns.map((column) => [column.name, column.from])),
    moments: head.moments,
  };
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function placeOf(page: RowPage, column: Column, at: number): number {
  const start = page.starts.get(column.name);
  if (start === undefined) throw new Error(`The page has no column ${column.name}`);
  return start + at * rowBytes(column);
}

/** Bytes of one image, [height, width, channels]; `at` is the row's place in the page. */
export function imageAt(page: RowPage, column: ImageColumn, at: number): Uint8Array {
  const from = placeOf(page, column, at);
  return page.bytes.subarray(from, from + rowBytes(column));
}

/** NaN where the value is missing. */
export const numberAt = (page: RowPage, column: Column, at: number): number =>
  viewOf(page.bytes).getFloat32(placeOf(page, column, at), true);

/** A row's number or milliseconds of UTC, as its data set's time is told; null where no moments are kept. */
export const momentAt = (page: RowPage, at: number): number | null =>
  page.moments === null ? null : viewOf(page.bytes).getFloat64(page.moments + MOMENT_BYTES * at, true);

export type Time = NonNullable<DatasetManifest['time']>;
/** A moment in words: a plain number, or a date. */
export const momentText = ({ clock }: Time, moment: number): string =>
  clock === 'number' ? plainNumber(moment) : dateOf(moment);

/** The first and the last moment of a series, in words. */
export function timeSpan(time: Time): string {
  const told = (moment: string): string =>
    time.clock === undefined || time.clock === 'number' ? moment : dateOf(Date.parse(moment));
  return ui.data.timeSpan({ column: time.column, first: told(time.first), last: told(time.last) });
}

/** Index into the column's classes. */
export const categoryAt = (page: RowPage, column: CategoryColumn, at: number): number =>
  viewOf(page.bytes).getInt32(placeOf(page, column, at), true);

/** The name of a row's class; null where the row has none. */
export const classAt = (page: RowPage, column: CategoryColumn, at: number): string | null =>
  column.classes[categoryAt(page, column, at)] ?? null;

/** Ids of a row's tokens. */
export function tokensAt(page: RowPage, column: TokensColumn, at: number): Int32Array {
  const view = viewOf(page.bytes);
  const from = placeOf(page, column, at);
  return Int32Array.from({ length: column.length }, (_, i) => view.getInt32(from + 4 * i, true));
}

/** Pixels for a canvas, from 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA) channels. */
export function pixelsOf(
  image: Uint8Array,
  [height, width, channels]: ImageColumn['shape'],
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(height * width * 4);
  const grey = channels < 3;
  for (let i = 0; i < height * width; i++) {
    const from = i * channels;
    pixels[i * 4] = image[from]!;
    pixels[i * 4 + 1] = image[grey ? from : from + 1]!;
    pixels[i * 4 + 2] = image[grey ? from : from + 2]!;
    pixels[i * 4 + 3] = channels === 2 ? image[from + 1]! : channels === 4 ? image[from + 3]! : 255;
  }
  return pixels;
}

/** The column that pictures are shown of. */
export const imageColumnOf = (manifest: DatasetManifest): ImageColumn | null =>
  manifest.columns.find((column): column is ImageColumn => column.type === 'image') ?? null;

/** The category that rows are told apart by: the target, or the first there is. */
export function classColumnOf(manifest: DatasetManifest): CategoryColumn | null {
  const categories = manifest.columns.filter(
    (column): column is CategoryColumn => column.type === 'category',
  );
  return categories.find((column) => column.name === manifest.target) ?? categories[0] ?? null;
}

/** The column of a whole text, whose rows are its tokens. */
export const corpusColumnOf = ({ columns, order }: DatasetManifest): TokensColumn | null =>
  order === 'time' ? (columns.find((column) => column.type === 'tokens') ?? null) : null;

/** The columns of numbers that a series is drawn of. */
export const seriesColumnsOf = ({ columns, order }: DatasetManifest): readonly NumberColumn[] =>
  order === 'time' ? columns.filter((column) => column.type === 'number') : [];
