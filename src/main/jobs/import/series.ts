/** Rows of a table in the order of time: sorted, one a moment, what is missing said and, if wished, filled. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MOMENTS_FILE, rowBytes } from '../../../shared/data/manifest.ts';
import type { Column, DatasetManifest, SplitName } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { isMissing } from '../files/cells.ts';
import { dateText } from '../files/moments.ts';
import { LONGEST_NAME } from './series-scan.ts';
import type { ImportContext } from './context.ts';
import { emptyCounts, splitRanges, SPLITS, Statistics, syncFile } from './dataset-writer.ts';
import { momentOf } from '../files/clock.ts';
import type { Clock } from '../files/clock.ts';

/** A column of them is sorted in memory. */
const MOST_ROWS = 20_000_000;
const MOST_SERIES = 10_000;
/** A step this much longer than nearly all others is a gap. */
const GAP = 1.5;
const USUAL = 0.9;
const MOST_NAMED_GAPS = 100;

/** When a row was, and of which series. */
export interface RowMoment {
  readonly moment: number;
  readonly series: number;
}

/** The moments of the rows written so far, in the order of the file. */
export class Moments {
  readonly #clock: Clock;
  readonly #column: string;
  readonly #naming: string | null;
  readonly #file: string;
  readonly #moments: number[] = [];
  readonly #lines: number[] = [];
  readonly #series: number[] = [];
  /** By name, in the order in which they come; one without a name where no column names them. */
  readonly #indices = new Map<string, number>();
  readonly #names: string[] = [];
  #gaps = 0;

  constructor({
    clock,
    column,
    naming,
    file,
  }: {
    readonly clock: Clock;
    readonly column: string;
    /** The column that names the series. */
    readonly naming: string | null;
    readonly file: string;
  }) {
    this.#clock = clock;
    this.#column = column;
    this.#naming = naming;
    this.#file = file;
  }

  /** What a row's cells tell of time and series; null where they tell none, which is noted. Throws `Failed` where there are too many series. */
  read(
    row: readonly string[],
    { column, series }: { readonly column: number; readonly series: number | null },
    note: (message: Text) => void,
  ): RowMoment | null {
    const text = row[column]!.trim();
    const moment = momentOf(text, this.#clock);
    if (Number.isNaN(moment)) {
      note(importNotes.notATime(this.#column, text.slice(0, 60)));
      return null;
    }
    const name = series === null ? '' : row[series]!.trim().slice(0, LONGEST_NAME);
    if (series !== null && isMissing(name)) {
      note(importNotes.seriesMissing(this.#naming!));
      return null;
    }
    return { moment, series: this.#indices.get(name) ?? this.#begin(name) };
  }

  #begin(name: string): number {
    const index = this.#names.length;
    if (index >= MOST_SERIES) {
      const detail = importReasons.tooManySeries(this.#naming!, MOST_SERIES);
      throw new Failed(failure('import-failed', { file: this.#file, detail }));
    }
    // A copy: a part of a large text would keep all of it in memory.
    const own = Buffer.from(name).toString();
    this.#names.push(own);
    this.#indices.set(own, index);
    return index;
  }

  /** Of the next row that is written. Throws `Failed` where there are too many. */
  add({ moment, series }: RowMoment, line: number): void {
    if (this.#moments.length >= MOST_ROWS) {
      const detail = importReasons.tooManyMoments(MOST_ROWS);
      throw new Failed(failure('import-failed', { file: this.#file, detail }));
    }
    this.#moments.push(moment);
    this.#lines.push(line);
    this.#series.push(series);
  }

  #text(moment: number): string {
    return this.#clock === 'number' ? String(moment) : dateText(moment);
  }

  /** The first and the last moment of some rows. */
  span(rows: Int32Array): { readonly first: string; readonly last: string } {
    let [first, last] = [Infinity, -Infinity];
    for (const row of rows) {
      first = Math.min(first, this.#moments[row]!);
      last = Math.max(last, this.#moments[row]!);
    }
    return { first: this.#text(first), last: this.#text(last) };
  }

  /** The moments of these rows. */
  of(rows: Int32Array): Float64Array<ArrayBuffer> {
    return Float64Array.from(rows, (row) => this.#moments[row]!);
  }

  /** Rows from `start` to `end`, one series after the other, each by time and the first of each moment; repeated ones and gaps are noted. */
  inOrder([start, end]: readonly [number, number], context: ImportContext): Int32Array {
    const [moments, series] = [this.#moments, this.#series];
    const rows = Int32Array.from({ length: end - start }, (_, i) => start + i);
    rows.sort((a, b) => series[a]! - series[b]! || moments[a]! - moments[b]! || a - b);
    const once = rows.filter((row, i) => {
      const before = rows[i - 1]!;
      const repeated = i > 0 && series[row] === series[before] && moments[row] === moments[before];
      if (repeated)
        context.note({
          file: this.#file,
          line: this.#lines[row]!,
          message: importNotes.momentRepeated(this.#text(moments[row]!), this.#nameOf(row)),
        });
      return !repeated;
    });
    for (const { rows } of this.ranges(once)) this.#noteGaps(once.subarray(...rows), context);
    return once;
  }

  /** Rows in order as the series that they are of. */
  ranges(ordered: Int32Array): { name: string; rows: [start: number, end: number] }[] {
    const ranges: { name: string; rows: [number, number] }[] = [];
    let last = -1;
    for (const [at, row] of ordered.entries()) {
      const series = this.#series[row]!;
      if (series === last) ranges.at(-1)!.rows[1] = at + 1;
      else ranges.push({ name: this.#names[series]!, rows: [at, at + 1] });
      last = series;
    }
    return ranges;
  }

  /** Null where no column names the series. */
  #nameOf(row: number): string | null {
    return this.#naming === null ? null : this.#names[this.#series[row]!]!;
  }

  #noteGaps(rows: Int32Array, context: ImportContext): void {
    const step = (i: number): number => this.#moments[rows[i]!]! - this.#moments[rows[i - 1]!]!;
    const steps = Float64Array.from({ length: Math.max(0, rows.length - 1) }, (_, i) => step(i + 1)).sort();
    const usual = steps[Math.floor(steps.length * USUAL)]!;
    for (let i = 1; i < rows.length; i++) {
      if (step(i) <= usual * GAP) continue;
      if (++this.#gaps > MOST_NAMED_GAPS) continue;
      const [before, after] = [rows[i - 1]!, rows[i]!].map((row) => this.#text(this.#moments[row]!));
      context.note({
        file: this.#file,
        line: this.#lines[rows[i]!]!,
        message: importNotes.gap(before!, after!, this.#nameOf(rows[i]!)),
      });
    }
  }

  /** Says how many gaps there were besides those that are named. */
  noteMoreGaps(context: ImportContext): void {
    if (this.#gaps > MOST_NAMED_GAPS)
      context.note({ file: this.#file, message: importNotes.moreGaps(this.#gaps - MOST_NAMED_GAPS) });
  }
}

interface Written {
  readonly columns: readonly Column[];
  readonly splits: DatasetManifest['splits'];
}

interface Arranged extends Written {
  readonly rows: number;
  readonly first: string;
  readonly last: string;
  readonly ranges: NonNullable<DatasetManifest['series']>['ranges'];
}

/** Brings written columns into the order of their series and moments. `fill`: a missing number becomes the last before it. */
export async function arrangeSeries(
  folder: string,
  { columns, splits }: Written,
  moments: Moments,
  { fill, file, context }: { readonly fill: boolean; readonly file: string; readonly context: ImportContext },
): Promise<Arranged> {
  const orders = SPLITS.map((split) => moments.inOrder(splits[split], context));
  const [train, validation, test] = orders.map(({ length }) => length) as [number, number, number];
  const ranges = splitRanges({ train, validation, test });
  const order = new Int32Array(train + validation + test);
  for (const [i, split] of SPLITS.entries()) order.set(orders[i]!, ranges[split][0]);
  moments.noteMoreGaps(context);
  const series = SPLITS.flatMap((split, i) =>
    moments.ranges(orders[i]!).map(({ name, rows: [from, end] }) => {
      const rows: [number, number] = [ranges[split][0] + from, ranges[split][0] + end];
      return { name, rows };
    }),
  );
  const arranged: Column[] = [];
  for (const column of columns) {
    context.signal.throwIfAborted();
    const path = join(folder, column.file);
    const bytes = permuted(await readFile(path), order, rowBytes(column));
    if (fill && column.type === 'number') fillForward(new Float32Array(bytes.buffer), series);
    arranged.push(measured(column, bytes, ranges));
    await writeFile(`${path}.sorted`, bytes);
    await syncFile(`${path}.sorted`);
    await rename(`${path}.sorted`, path);
  }
  await writeFile(join(folder, MOMENTS_FILE), new Uint8Array(moments.of(order).buffer));
  await syncFile(join(folder, MOMENTS_FILE));
  for (const column of columns) {
    if (column.type === 'number' && column.missing > 0)
      context.note({ file, message: importNotes.valuesMissing(column.name, column.missing, fill) });
  }
  return {
    columns: arranged,
    splits: ranges,
    rows: order.length,
    ranges: series,
    ...moments.span(order),
  };
}

function permuted(bytes: Uint8Array, order: Int32Array, width: number): Uint8Array<ArrayBuffer> {
  const sorted = new Uint8Array(order.length * width);
  for (let i = 0; i < order.length; i++)
    sorted.set(bytes.subarray(order[i]! * width, (order[i]! + 1) * width), i * width);
  return sorted;
}

/** The column with what the manifest says of its values. */
function measured(column: Column, bytes: Uint8Array<ArrayBuffer>, splits: DatasetManifest['splits']): Column {
  if (column.type === 'category') {
    const counts = emptyCounts(column.classes.length);
    const indices = new Int32Array(bytes.buffer);
    for (const split of SPLITS) for (const index of valuesIn(indices, splits, split)) counts[split][index]!++;
    return { ...column, counts };
  }
  if (column.type !== 'number') return column;
  const numbers = new Float32Array(bytes.buffer);
  const statistics = new Statistics();
  for (const value of valuesIn(numbers, splits, 'train')) if (!Number.isNaN(value)) statistics.add(value);
  const missing = numbers.reduce((count, value) => count + Number(Number.isNaN(value)), 0);
  return { ...column, missing, statistics: statistics.result() };
}

const valuesIn = <A extends Int32Array | Float32Array>(
  values: A,
  splits: DatasetManifest['splits'],
  split: SplitName,
): A => values.subarray(...splits[split]) as A;

/** The first values of a series stay missing where nothing is before them. */
function fillForward(values: Float32Array, series: Arranged['ranges']): void {
  for (const { rows } of series)
    for (let i = rows[0] + 1; i < rows[1]; i++) if (Number.isNaN(values[i]!)) values[i] = values[i - 1]!;
}
