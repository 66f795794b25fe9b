/** The first pass over a table: what each column holds, and from that its type, its classes and the target. */
import type { DecimalSign, ImportOptions } from '../../../shared/contract/core.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { isMissing, parseNumber } from '../files/cells.ts';
import type { TableColumn } from '../files/cells.ts';
import { addCell, noSigns, readDecimals } from '../files/decimal-sign.ts';
import type { DecimalReading, DecimalSigns } from '../files/decimal-sign.ts';
import { SeriesScan } from './series-scan.ts';
import { TimeScan } from '../files/clock.ts';
import type { Clock } from '../files/clock.ts';
import { dateForms, parseDate } from '../files/moments.ts';
import { MISSING_CLASS } from '../files/header.ts';
import type { TableHeader } from '../files/header.ts';

/** More different values than this are no categories, unless the person says so. */
const MOST_CLASSES = 1000;
const MOST_FORCED_CLASSES = 10_000;
/** Different values that are kept of all columns together: of a table of thousands of columns few of each. */
const MOST_KEPT_VALUES = 2_000_000;
const LONGEST_CLASS = 200;
/** A text column with more values than this, most of them different, is names or notes, not categories. */
const FEW_VALUES = 50;
const MOST_CODES = 100;
const ROWS_PER_CODE = 5;
/** Words on average: names and codes have fewer than phrases, sentences more. */
const PHRASE_WORDS = 1.5;
const PROSE_WORDS = 6;
/** Characters on average of sentences of few, long words. */
const PROSE_CHARACTERS = 40;
/** Numbers among the cells of a column that is one of numbers all the same. */
const MOSTLY = 0.9;

interface Mixed {
  /** Cells that are numbers with a decimal point, and with a decimal comma. */
  points: number;
  commas: number;
  /** The first cell that is no number in the way of those before it, and its row. */
  readonly text: string;
  readonly row: number;
}

interface Seen extends DecimalSigns {
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
  examples: string[];
}

export class TableScan {
  rows = 0;
  readonly header: TableHeader;
  readonly #seen: readonly Seen[];
  readonly #mostDistinct: readonly number[];
  readonly #delimiter: string;
  readonly #series: SeriesScan;

  constructor(
    { header, delimiter }: { readonly header: TableHeader; readonly delimiter: string },
    options: ImportOptions,
  ) {
    this.header = header;
    this.#delimiter = delimiter;
    this.#seen = header.names.map(() => ({
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
    }));
    this.#series = new SeriesScan(header.names.length, (column) => this.#namesTime(column));
    const forced = new Set(
      options.columns?.filter((column) => column.type === 'category').map((column) => column.index),
    );
    const most = Math.min(MOST_CLASSES, Math.floor(MOST_KEPT_VALUES / header.names.length));
    this.#mostDistinct = header.names.map((_, i) => (forced.has(i) ? MOST_FORCED_CLASSES : most));
  }

  /** A row as wide as the header. */
  add(row: readonly string[]): void {
    this.rows++;
    this.#series.add(row);
    for (let i = 0; i < this.#seen.length; i++)
      this.#cell(this.#seen[i]!, row[i]!.trim(), this.#mostDistinct[i]!);
  }

  #cell(seen: Seen, text: string, mostDistinct: number): void {
    if (isMissing(text)) {
      seen.missing++;
      seen.counting = false;
      return;
    }
    seen.present++;
    seen.characters += text.length;
    if (seen.examples.length < 5 && !seen.examples.includes(text)) seen.examples.push(text.slice(0, 100));
    const { plain, comma } = seen;
    const value = addCell(seen, text);
    if (!seen.plain && !seen.comma) countMixed(seen, text, this.rows, { plain, comma });
    seen.time.add(text, value);
    if (seen.plain) {
      seen.integers &&= Number.isInteger(value);
      seen.counting &&= Number.isNaN(seen.last) || value === seen.last + 1;
      seen.last = value;
    } else {
      seen.integers = false;
      seen.counting = false;
      seen.words += countWords(text);
    }
    if (seen.distinct && !seen.distinct.has(text)) {
      // A copy: a part of a large text would keep all of it in memory.
      seen.distinct.add(text.length < 13 ? text : Buffer.from(text).toString());
      if (seen.distinct.size > mostDistinct || text.length > LONGEST_CLASS) seen.distinct = null;
    }
  }

  /** First different values of each column. */
  examples(index: number): readonly string[] {
    return this.#seen[index]!.examples;
  }

  /**
   * Types, classes and target. `notes` says why columns are left out. Throws `Failed` where the options ask for what
   * is not there.
   */
  conclude(options: ImportOptions, file: string): TablePlan {
    const notes: Text[] = [];
    const given = new Map(options.columns?.map((column) => [column.index, column]));
    const names = uniqueNames(this.header.names.map((name, i) => given.get(i)?.name ?? name));
    const times = names.map((_, i) => i).filter((i) => this.#clock(i) !== null);
    const form = this.#form(options, times);
    const time = form === 'series' ? this.#time(options, names, times, file) : null;
    const series = time === null ? null : this.#naming(options, names, time, file);
    const pair = form === 'pairs' ? this.#pair(given, file) : null;
    const types = this.#seen.map((seen, i): TableColumn['type'] => {
      if (pair) return pair.includes(i) ? 'text' : 'skip';
      if (i === time) return 'skip';
      if (i === series?.column) return given.get(i)?.type ?? 'skip';
      return given.get(i)?.type ?? this.#guessType(seen, i, names[i]!, notes);
    });
    const decimals = readDecimals(this.#seen, this.#delimiter, options.decimal);
    const target = pair ? pair[1] : this.#target(options, names, types, { file, form });
    if (
      target !== null &&
      form === 'table' &&
      types[target] === 'number' &&
      !given.get(target)?.type &&
      this.#isCoded(target, names[target]!)
    ) {
      types[target] = 'category';
    }
    const columns = this.#seen.map((seen, i): TableColumn => {
      const numeric = seen.plain || seen.comma;
      // A moment without its target stays in the series.
      const needed = i === target && form !== 'series';
      const { mixed } = seen;
      const { unsure } = decimals[i]!;
      const comma = mixed ? mixed.commas > mixed.points : decimals[i]!.comma;
      if (unsure !== null && types[i] !== 'skip')
        notes.push(importNotes.decimalSign(names[i]!, unsure, parseNumber(unsure, comma)));
      const values =
        types[i] === 'category' ? this.#values(seen, { needed, comma, name: names[i]!, file }) : [];
      return {
        index: i,
        name: this.#nameOf(i, names[i]!, pair, given.has(i)),
        type: types[i]!,
        comma,
        numeric,
        values,
        classes: this.#classNames(values, i),
      };
    });
    const clock = time === null ? null : (series?.clock ?? this.#clock(time)!);
    return {
      form,
      columns,
      target,
      time: clock && { column: time!, clock, series: series?.column ?? null },
      times: times.map((i) => names[i]!),
      naming: names.filter((_, i) => i !== time && this.#repeats(i)),
      decimal: this.#decimal(decimals, options),
      notes,
    };
  }

  /** The sign that a person may want to say otherwise; what they said already stays open to them. */
  #decimal(readings: readonly DecimalReading[], { decimal }: ImportOptions): TablePlan['decimal'] {
    const asked =
      decimal !== undefined && this.#seen.some(({ plain, comma, ambiguous }) => plain && comma && ambiguous);
    if (asked) return decimal;
    const unsure = readings.find((reading) => reading.unsure !== null);
    return unsure ? (unsure.comma ? 'comma' : 'point') : null;
  }

  /** Pairs without names are the source and the target of a translation. */
  #nameOf(index: number, name: string, pair: readonly [number, number] | null, given: boolean): string {
    if (!pair || this.header.named || given || !pair.includes(index)) return name;
    return index === pair[0] ? 'source' : 'target';
  }

  /** What was asked for, else: two columns of phrases are pairs, rows in the order of a column of time are a series. */
  #form(options: ImportOptions, times: readonly number[]): TablePlan['form'] {
    if (options.as !== undefined) return options.as === 'text' ? 'table' : options.as;
    if (options.image || options.columns?.some(({ type }) => type !== undefined)) return 'table';
    const isVaried = ({ distinct, present }: Seen): boolean =>
      (distinct?.size ?? Infinity) > Math.max(FEW_VALUES, present / 2);
    if (this.#seen.length === 2 && this.#seen.every((seen) => isPhrases(seen) && isVaried(seen)))
      return 'pairs';
    const measures = (i: number): boolean =>
      this.#seen.some((seen, other) => other !== i && seen.present > 0 && (seen.plain || seen.comma));
    const inOrder = times.some(
      (i) =>
        this.#seen[i]!.missing === 0 &&
        (this.#seen[i]!.time.inOrder || this.#series.naming(i) !== null) &&
        measures(i),
    );
    return inOrder && this.rows >= FEWEST_MOMENTS ? 'series' : 'table';
  }

  /** How the column's cells tell the time; null where they do not. */
  #clock(index: number): Clock | null {
    const seen = this.#seen[index]!;
    if (seen.present === 0) return null;
    if (!seen.plain) return seen.time.clock;
    return this.#namesTime(index) ? 'number' : null;
  }

  #namesTime(index: number): boolean {
    return TIME_NAME.test(this.header.names[index]!.replace(/[\s_-]/g, ''));
  }

  /** Values that come again, as the names of series do. */
  #repeats(index: number): boolean {
    const { distinct, present } = this.#seen[index]!;
    return distinct !== null && distinct.size > 0 && distinct.size < present;
  }

  /** The column that names the series, the one asked for or the one found; null: one series holds all rows. */
  #naming(
    options: ImportOptions,
    names: readonly string[],
    time: number,
    file: string,
  ): { readonly column: number; readonly clock: Clock | null } | null {
    if (options.series === null) return null;
    if (options.series === undefined) return this.#series.naming(time);
    const column = names.indexOf(options.series);
    if (column === -1 || column === time) {
      const detail = importReasons.noNaming(options.series);
      throw new Failed(failure('import-failed', { file, detail }));
    }
    const found = this.#series.naming(time);
    return { column, clock: found?.column === column ? found.clock : null };
  }

  /** The column that a series is in the order of: the one asked for, the first in order, the first at all. */
  #time(options: ImportOptions, names: readonly string[], times: readonly number[], file: string): number {
    const fail = (detail: Text): Failed => new Failed(failure('import-failed', { file, detail }));
    if (options.time !== undefined) {
      const index = names.indexOf(options.time);
      if (index === -1 || (this.#clock(index) === null && !this.#seen[index]!.plain))
        throw fail(importReasons.noTime(options.time));
      return index;
    }
    const first =
      times.find((i) => this.#seen[i]!.time.inOrder) ??
      times.find((i) => this.#series.naming(i) !== null) ??
      times[0];
    if (first === undefined) throw fail(importReasons.noTime(null));
    return first;
  }

  /** The first two columns that hold text and were not left out. */
  #pair(
    given: ReadonlyMap<number, { readonly type?: string | undefined }>,
    file: string,
  ): readonly [number, number] {
    const usable = this.#seen
      .map((_, i) => i)
      .filter((i) => {
        const type = given.get(i)?.type;
        const { present, plain, comma } = this.#seen[i]!;
        return type === undefined ? present > 0 && !plain && !comma : type !== 'skip';
      });
    const [source, target] = usable;
    if (source === undefined || target === undefined) {
      throw new Failed(failure('import-failed', { file, detail: importReasons.noPairs() }));
    }
    return [source, target];
  }

  #guessType(seen: Seen, index: number, name: string, notes: Text[]): TableColumn['type'] {
    if (seen.present === 0) {
      notes.push(importNotes.columnIsEmpty(name));
      return 'skip';
    }
    if (seen.plain && seen.counting && this.rows > 2 && this.header.isIndexName(index)) {
      notes.push(importNotes.columnIsIndex(name));
      return 'skip';
    }
    if (seen.plain || seen.comma) return 'number';
    // However few: as categories, days that are not among them would be unknown.
    if (seen.time.clock !== null) {
      notes.push(importNotes.columnIsDates(name, seen.examples[0] ?? ''));
      return 'skip';
    }
    const values = seen.distinct?.size ?? Infinity;
    if (values > seen.present / 2 && isProse(seen)) return 'text';
    if (values <= FEW_VALUES || values <= seen.present / 2) return 'category';
    const numbers = numbersIn(seen);
    // What is none of them is named line by line when it is written.
    if (numbers >= MOSTLY * seen.present) return 'number';
    const [example = '', another = ''] = seen.examples;
    notes.push(
      numbers > 0 && seen.mixed
        ? importNotes.columnIsMixed(name, numbers, seen.present - numbers, seen.mixed.text, seen.mixed.row)
        : seen.examples.every((text) => isDate(text))
          ? importNotes.columnIsDatesOfForms(name, example, another)
          : importNotes.columnIsText(name, Number.isFinite(values) ? values : null, example),
    );
    return 'skip';
  }

  /** The column to learn: the one asked for, one named so, the last where it holds categories, the last that does, the last. */
  #target(
    options: ImportOptions,
    names: readonly string[],
    types: readonly TableColumn['type'][],
    { file, form }: { readonly file: string; readonly form: TablePlan['form'] },
  ): number | null {
    if (options.target === null) return null;
    const usable = names.map((_, i) => i).filter((i) => types[i] === 'number' || types[i] === 'category');
    if (options.target !== undefined) {
      const index = names.indexOf(options.target);
      if (index === -1 || types[index] === 'skip') {
        throw new Failed(failure('import-failed', { file, detail: importReasons.noTarget(options.target) }));
      }
      return index;
    }
    if (form === 'series') return usable.findLast((i) => types[i] === 'number') ?? null;
    const last = usable.at(-1);
    if (last === undefined || types.filter((type) => type !== 'skip').length < 2) return null;
    const named = usable.findLast((i) => TARGET_NAME.test(names[i]!));
    if (named !== undefined) return named;
    if (types[last] === 'category' || this.#isCoded(last, names[last]!)) return last;
    return usable.findLast((i) => types[i] === 'category') ?? last;
  }

  /** True where numbers are the codes of classes: whole, few, without a gap, each often; or named as classes are. */
  #isCoded(index: number, name: string): boolean {
    const { integers, present, distinct, plain } = this.#seen[index]!;
    if (!plain || !integers || !distinct || distinct.size < 2 || distinct.size > MOST_CODES) return false;
    if (present < distinct.size * ROWS_PER_CODE && this.header.classNames === null) return false;
    if (CLASS_NAME.test(name)) return true;
    const codes = [...distinct].map((text) => parseNumber(text));
    const least = Math.min(...codes);
    return (least === 0 || least === 1) && Math.max(...codes) - least + 1 === new Set(codes).size;
  }

  #values(
    seen: Seen,
    {
      needed,
      comma,
      name,
      file,
    }: { readonly needed: boolean; readonly comma: boolean; readonly name: string; readonly file: string },
  ): readonly string[] {
    if (!seen.distinct) {
      throw new Failed(
        failure('import-failed', { file, detail: importReasons.tooManyClasses(name, MOST_FORCED_CLASSES) }),
      );
    }
    const values =
      seen.plain || seen.comma
        ? [...new Set([...seen.distinct].map((text) => parseNumber(text, comma)))]
            .sort((a, b) => a - b)
            .map(String)
        : [...seen.distinct].sort();
    // A row without its target cannot be learned from; elsewhere "missing" is a category like any other.
    return seen.missing > 0 && !needed ? [...values, ''] : values;
  }

  #classNames(values: readonly string[], index: number): readonly string[] {
    const given = this.header.classNames;
    if (
      given &&
      index === this.header.names.length - 1 &&
      values.every((value) => given[Number(value)] !== undefined)
    ) {
      return values.map((value) => given[Number(value)]!);
    }
    return values.map((value) => (value === '' ? MISSING_CLASS : value));
  }
}

const TARGET_NAME =
  /^(label|labels|class|classes|class_?name|target|y|species|category|outcome|diagnosis|survived|churn|result)$/i;
const CLASS_NAME = /^(label|labels|class|classes|target|species|category|diagnosis|survived|outcome)$/i;

/** Columns of numbers that tell a time. */
const TIME_NAME =
  /^(year|yr|date|datetime|time|timestamp|month|day|week|quarter|hour|jahr|datum|zeit|année|annee|fecha|año)$/i;
const FEWEST_MOMENTS = 3;

/** Words, not codes, dates or numbers. */
function isPhrases({ plain, comma, present, words, time }: Seen): boolean {
  return !plain && !comma && time.clock === null && words / present >= PHRASE_WORDS;
}
const isProse = (seen: Seen): boolean =>
  isPhrases(seen) &&
  (seen.words / seen.present >= PROSE_WORDS || seen.characters / seen.present >= PROSE_CHARACTERS);

/** Numbers of a column that holds something else too. */
const numbersIn = ({ mixed }: Seen): number => (mixed ? Math.max(mixed.points, mixed.commas) : 0);

/** Takes a cell of a column that is not all numbers, or with it is so no longer; `before`: what all cells before it were. */
function countMixed(
  seen: Seen,
  text: string,
  row: number,
  before: { readonly plain: boolean; readonly comma: boolean },
): void {
  const [point, comma] = [parseNumber(text), parseNumber(text, true)].map((number) => !Number.isNaN(number));
  seen.mixed ??= {
    points: before.plain ? seen.present - 1 : 0,
    commas: before.comma ? seen.present - 1 : 0,
    text: text.slice(0, 60),
    row,
  };
  seen.mixed.points += Number(point);
  seen.mixed.commas += Number(comma);
}

const isDate = (text: string): boolean => dateForms.some((form) => !Number.isNaN(parseDate(text, form)));

const countWords = (text: string): number => text.split(/\s+/).length;

export interface TablePlan {
  readonly form: 'table' | 'pairs' | 'series';
  readonly columns: readonly TableColumn[];
  /** Index into `columns`. */
  readonly target: number | null;
  /** What a series is in the order of, how its cells are read, and what names the series where there are several: indices into `columns`. */
  readonly time: { readonly column: number; readonly clock: Clock; readonly series: number | null } | null;
  /** Names of the columns that tell a time. */
  readonly times: readonly string[];
  /** Names of the columns that may name series. */
  readonly naming: readonly string[];
  /** How numbers are read that could have either decimal sign; null where there are none. */
  readonly decimal: DecimalSign | null;
  readonly notes: readonly Text[];
}

/** Every column has a name of its own; repeated ones are numbered. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const base = name.trim().slice(0, 400) || `column ${i + 1}`;
    let unique = base;
    for (let n = 2; taken.has(unique); n++) unique = `${base} (${n})`;
    taken.add(unique);
    return unique;
  });
}
