/** Rows of a table in the order of time: sorted, one a moment, what is missing said and, if wished, filled. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rowBytes } from '../../../shared/data/manifest.ts';
import type { Column, DatasetManifest, SplitName } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { dateText } from '../files/moments.ts';
import type { ImportContext } from './context.ts';
import { emptyCounts, splitRanges, SPLITS, Statistics, syncFile } from './dataset-writer.ts';
import { momentOf } from './time-scan.ts';
import type { Clock } from './time-scan.ts';

/** A column of them is sorted in memory. */
const MOST_ROWS = 20_000_000;
/** A step this much longer than nearly all others is a gap. */
const GAP = 1.5;
const USUAL = 0.9;
const MOST_NAMED_GAPS = 100;

/** The moments of the rows written so far, in the order of the file. */
export class Moments {
  readonly #clock: Clock;
  readonly #column: string;
  readonly #file: string;
  readonly #moments: number[] = [];
  readonly #lines: number[] = [];

  constructor({
    clock,
    column,
    file,
  }: {
    readonly clock: Clock;
    readonly column: string;
    readonly file: string;
  }) {
    this.#clock = clock;
    this.#column = column;
    this.#file = file;
  }

  /** The moment that a cell tells; null where it tells none, which is noted. */
  read(text: string, note: (message: Text) => void): number | null {
    const moment = momentOf(text, this.#clock);
    if (!Number.isNaN(moment)) return moment;
    note(importNotes.notATime(this.#column, text.slice(0, 60)));
    return null;
  }

  /** Of the next row that is written. Throws `Failed` where there are too many. */
  add(moment: number, line: number): void {
    if (this.#moments.length >= MOST_ROWS) {
      const detail = importReasons.tooManyMoments(MOST_ROWS);
      throw new Failed(failure('import-failed', { file: this.#file, detail }));
    }
    this.#moments.push(moment);
    this.#lines.push(line);
  }

  text(row: number): string {
    const moment = this.#moments[row]!;
    return this.#clock === 'number' ? String(moment) : dateText(moment);
  }

  /** Rows from `start` to `end` by time, the first of each moment; repeated ones and gaps are noted. */
  inOrder([start, end]: readonly [number, number], context: ImportContext): Int32Array {
    const moments = this.#moments;
    const rows = Int32Array.from({ length: end - start }, (_, i) => start + i);
    rows.sort((a, b) => moments[a]! - moments[b]! || a - b);
    const once = rows.filter((row, i) => {
      const repeated = i > 0 && moments[row] === moments[rows[i - 1]!];
      if (repeated)
        context.note({
          file: this.#file,
          line: this.#lines[row]!,
          message: importNotes.momentRepeated(this.text(row)),
        });
      return !repeated;
    });
    this.#noteGaps(once, context);
    return once;
  }

  #noteGaps(rows: Int32Array, context: ImportContext): void {
    const step = (i: number): number => this.#moments[rows[i]!]! - this.#moments[rows[i - 1]!]!;
    const steps = Float64Array.from({ length: Math.max(0, rows.length - 1) }, (_, i) => step(i + 1)).sort();
    const usual = steps[Math.floor(steps.length * USUAL)]!;
    let gaps = 0;
    for (let i = 1; i < rows.length; i++) {
      if (step(i) <= usual * GAP) continue;
      if (++gaps > MOST_NAMED_GAPS) continue;
      const [before, after] = [this.text(rows[i - 1]!), this.text(rows[i]!)];
      context.note({
        file: this.#file,
        line: this.#lines[rows[i]!]!,
        message: importNotes.gap(before, after),
      });
    }
    if (gaps > MOST_NAMED_GAPS)
      context.note({ file: this.#file, message: importNotes.moreGaps(gaps - MOST_NAMED_GAPS) });
  }
}

interface Written {
  readonly columns: readonly Column[];
  readonly splits: DatasetManifest['splits'];
}

/** Brings written columns into the order of their moments. `fill`: a missing number becomes the last before it. */
export async function arrangeSeries(
  folder: string,
  { columns, splits }: Written,
  moments: Moments,
  { fill, file, context }: { readonly fill: boolean; readonly file: string; readonly context: ImportContext },
): Promise<Written & { readonly rows: number; readonly first: string; readonly last: string }> {
  const orders = SPLITS.map((split) => moments.inOrder(splits[split], context));
  const [train, validation, test] = orders.map(({ length }) => length) as [number, number, number];
  const ranges = splitRanges({ train, validation, test });
  const order = new Int32Array(train + validation + test);
  for (const [i, split] of SPLITS.entries()) order.set(orders[i]!, ranges[split][0]);
  const arranged: Column[] = [];
  for (const column of columns) {
    context.signal.throwIfAborted();
    const path = join(folder, column.file);
    const bytes = permuted(await readFile(path), order, rowBytes(column));
    arranged.push(measured(column, bytes, ranges, fill));
    await writeFile(`${path}.sorted`, bytes);
    await syncFile(`${path}.sorted`);
    await rename(`${path}.sorted`, path);
  }
  for (const column of columns) {
    if (column.type === 'number' && column.missing > 0)
      context.note({ file, message: importNotes.valuesMissing(column.name, column.missing, fill) });
  }
  return {
    columns: arranged,
    splits: ranges,
    rows: order.length,
    first: moments.text(order[0]!),
    last: moments.text(order.at(-1)!),
  };
}

function permuted(bytes: Uint8Array, order: Int32Array, width: number): Uint8Array<ArrayBuffer> {
  const sorted = new Uint8Array(order.length * width);
  for (let i = 0; i < order.length; i++)
    sorted.set(bytes.subarray(order[i]! * width, (order[i]! + 1) * width), i * width);
  return sorted;
}

/** The column with what the manifest says of its values, which are filled in place. */
function measured(
  column: Column,
  bytes: Uint8Array<ArrayBuffer>,
  splits: DatasetManifest['splits'],
  fill: boolean,
): Column {
  if (column.type === 'category') {
    const counts = emptyCounts(column.classes.length);
    const indices = new Int32Array(bytes.buffer);
    for (const split of SPLITS) for (const index of valuesIn(indices, splits, split)) counts[split][index]!++;
    return { ...column, counts };
  }
  if (column.type !== 'number') return column;
  const numbers = new Float32Array(bytes.buffer);
  if (fill) for (const split of SPLITS) fillForward(valuesIn(numbers, splits, split));
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

/** The first values stay missing where nothing is before them. */
function fillForward(values: Float32Array): void {
  for (let i = 1; i < values.length; i++) if (Number.isNaN(values[i]!)) values[i] = values[i - 1]!;
}
