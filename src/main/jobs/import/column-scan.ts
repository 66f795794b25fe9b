/** What one column of a table holds, cell by cell. */
import { isMissing, parseNumber } from '../files/cells.ts';
import { TimeScan } from '../files/clock.ts';
import { addCell, noSigns } from '../files/decimal-sign.ts';
import type { DecimalSigns } from '../files/decimal-sign.ts';

/** A text column with more values than this, most of them different, is names or notes, not categories. */
export const FEW_VALUES = 50;
const MOST_EXAMPLES = 5;
const LONGEST_CLASS = 200;
/** Words on average: names and codes have fewer than phrases, sentences more. */
const PHRASE_WORDS = 1.5;
const PROSE_WORDS = 6;
/** Characters on average of sentences of few, long words. */
const PROSE_CHARACTERS = 40;

interface Mixed {
  /** Cells that are numbers with a decimal point, and with a decimal comma. */
  points: number;
  commas: number;
  /** The first cell that is no number in the way of those before it, and its row. */
  readonly text: string;
  readonly row: number;
}

export interface ColumnScan extends DecimalSigns {
  present: number;
  /** Of a column that is not all numbers: what it holds besides. */
  mixed: Mixed | null;
  missing: number;
  integers: boolean;
  /** Each value one more than that of the row before. */
  counting: boolean;
  last: number;
  /** Characters and words of all texts together. */
  characters: number;
  words: number;
  readonly time: TimeScan;
  /** Null once there are too many. */
  distinct: Set<string> | null;
  /** First different values. */
  readonly examples: string[];
}

export const emptyColumn = (): ColumnScan => ({
  present: 0,
  mixed: null,
  missing: 0,
  ...noSigns(),
  integers: true,
  counting: true,
  last: NaN,
  characters: 0,
  words: 0,
  time: new TimeScan(),
  distinct: new Set<string>(),
  examples: [],
});

/** Takes the trimmed cell of a row, counted from 1; of so many different values at most all are kept. */
export function scanCell(column: ColumnScan, text: string, row: number, mostDistinct: number): void {
  if (isMissing(text)) {
    column.missing++;
    column.counting = false;
    return;
  }
  column.present++;
  column.characters += text.length;
  if (column.examples.length < MOST_EXAMPLES && !column.examples.includes(text))
    column.examples.push(text.slice(0, 100));
  const { plain, comma } = column;
  const value = addCell(column, text);
  if (!column.plain && !column.comma) countMixed(column, text, row, { plain, comma });
  column.time.add(text, value);
  if (column.plain) {
    column.integers &&= Number.isInteger(value);
    column.counting &&= Number.isNaN(column.last) || value === column.last + 1;
    column.last = value;
  } else {
    column.integers = false;
    column.counting = false;
    column.words += countWords(text);
  }
  if (column.distinct && !column.distinct.has(text)) {
    // A copy: a part of a large text would keep all of it in memory.
    column.distinct.add(text.length < 13 ? text : Buffer.from(text).toString());
    if (column.distinct.size > mostDistinct || text.length > LONGEST_CLASS) column.distinct = null;
  }
}

/** Takes a cell of a column that is not all numbers, or with it is so no longer; `before`: what all cells before it were. */
function countMixed(
  column: ColumnScan,
  text: string,
  row: number,
  before: { readonly plain: boolean; readonly comma: boolean },
): void {
  const [point, comma] = [parseNumber(text), parseNumber(text, true)].map((number) => !Number.isNaN(number));
  column.mixed ??= {
    points: before.plain ? column.present - 1 : 0,
    commas: before.comma ? column.present - 1 : 0,
    text: text.slice(0, 60),
    row,
  };
  column.mixed.points += Number(point);
  column.mixed.commas += Number(comma);
}

const countWords = (text: string): number => text.split(/\s+/).length;

/** All its cells are numbers, with one decimal sign or the other. */
export const isNumeric = ({ plain, comma }: ColumnScan): boolean => plain || comma;

/** Numbers of a column that holds something else too. */
export const numbersIn = ({ mixed }: ColumnScan): number =>
  mixed ? Math.max(mixed.points, mixed.commas) : 0;

/** Words, not codes, dates or numbers. */
export const isPhrases = (column: ColumnScan): boolean =>
  !isNumeric(column) && column.time.clock === null && column.words / column.present >= PHRASE_WORDS;

export const isProse = (column: ColumnScan): boolean =>
  isPhrases(column) &&
  (column.words / column.present >= PROSE_WORDS || column.characters / column.present >= PROSE_CHARACTERS);

/** Its values come again, as the names of series do. */
export const repeats = ({ distinct, present }: ColumnScan): boolean =>
  distinct !== null && distinct.size > 0 && distinct.size < present;
