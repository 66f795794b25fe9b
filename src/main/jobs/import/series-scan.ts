/** Whether the rows of a table are several series, one under another or side by side, and which column names them. */
import { isMissing, parseNumber } from '../files/cells.ts';
import { dateForms } from '../files/moments.ts';
import { momentOf } from '../files/clock.ts';
import type { Clock } from '../files/clock.ts';

/** A name stands near the front of a table, and few different ones there are. */
const MOST_COLUMNS = 32;
const MOST_SERIES = 1000;
/** Of the letters of a name so many count. */
export const LONGEST_NAME = 200;
/** Rows of a series, on average. */
const FEWEST_ROWS = 3;
/** Columns of numbers that tell a time. */
const TIME_NAME =
  /^(year|yr|date|datetime|time|timestamp|month|day|week|quarter|hour|jahr|datum|zeit|année|annee|fecha|año)$/i;

/** Whether plain numbers in a column of this name tell the time. */
export const namesTime = (name: string): boolean => TIME_NAME.test(name.replace(/[\s_-]/g, ''));

/** A column that may name the series: in each of them the moments rise so far, or fall. */
interface Names {
  readonly column: number;
  readonly last: Map<string, number>;
  rising: boolean;
  falling: boolean;
}

/** A column that may tell the time, read in one way. */
interface Time {
  readonly column: number;
  readonly clock: Clock;
  /** Of the row before. */
  last: number;
  /** The moments of all rows rise or fall: one series. */
  rising: boolean;
  falling: boolean;
  /** Null before the first row: most columns tell no time, and a table can have thousands. */
  names: readonly Names[] | null;
}

export class SeriesScan {
  readonly #near: readonly number[];
  #times: Time[];
  #rows = 0;

  constructor(names: readonly string[]) {
    this.#near = names.map((_, column) => column).slice(0, MOST_COLUMNS);
    this.#times = names.flatMap((name, column) =>
      [...dateForms, ...(namesTime(name) ? (['number'] as const) : [])].map((clock) => ({
        column,
        clock,
        last: NaN,
        rising: true,
        falling: true,
        names: null,
      })),
    );
  }

  add(row: readonly string[]): void {
    if (this.#times.length === 0) return;
    this.#rows++;
    this.#times = this.#times.filter((time) => {
      const moment = momentOf(row[time.column]!.trim(), time.clock);
      if (Number.isNaN(moment)) return false;
      time.rising &&= !(moment <= time.last);
      time.falling &&= !(moment >= time.last);
      time.last = moment;
      time.names ??= this.#near
        .filter((other) => other !== time.column)
        .map((column) => ({ column, last: new Map<string, number>(), rising: true, falling: true }));
      time.names = time.names.filter((names) => goesOn(names, row[names.column]!.trim(), moment));
      return true;
    });
  }

  /** The first column that names series within each of which this column's moments are in order, and how these are read; null where one series holds all rows. */
  naming(time: number): { readonly column: number; readonly clock: Clock } | null {
    for (const { column, clock, rising, falling, names } of this.#times) {
      if (column !== time || rising || falling) continue;
      const found = names?.find(({ last }) => last.size > 1 && last.size * FEWEST_ROWS <= this.#rows);
      if (found) return { column: found.column, clock };
    }
    return null;
  }
}

/** Takes the name and the moment of a row; false where the column names no series. */
function goesOn(names: Names, name: string, moment: number): boolean {
  const before = names.last.get(name);
  if (before === undefined) {
    if (isMissing(name) || name.length > LONGEST_NAME || names.last.size === MOST_SERIES) return false;
    const number = parseNumber(name);
    // What is measured is no name.
    if (!Number.isNaN(number) && !Number.isInteger(number)) return false;
    names.last.set(Buffer.from(name).toString(), moment);
    return true;
  }
  names.rising &&= moment > before;
  names.falling &&= moment < before;
  names.last.set(name, moment);
  return names.rising || names.falling;
}
