/** What becomes of a table, from what its columns hold and what the person asked for. */
import type { DecimalSign, ImportOptions } from '../../../shared/contract/core.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { parseNumber } from '../files/cells.ts';
import type { TableColumn } from '../files/cells.ts';
import type { Clock } from '../files/clock.ts';
import { readDecimals } from '../files/decimal-sign.ts';
import type { DecimalReading } from '../files/decimal-sign.ts';
import { MISSING_CLASS } from '../files/header.ts';
import type { TableHeader } from '../files/header.ts';
import { isNumeric, repeats } from './column-scan.ts';
import type { ColumnScan } from './column-scan.ts';
import { chooseTypes } from './column-types.ts';
import { MOST_FORCED_CLASSES } from './scan.ts';
import type { TableScan } from './scan.ts';
import { formOf } from './table-form.ts';
import type { TableForm, Wishes } from './table-form.ts';

export interface TablePlan {
  readonly form: TableForm['kind'];
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
  /** Why columns are left out, and what is not sure. */
  readonly notes: readonly Text[];
}

/** Throws `Failed` where the options ask for what is not there. */
export function planTable(scan: TableScan, options: ImportOptions, file: string): TablePlan {
  const notes: Text[] = [];
  const given = new Map(options.columns?.map((column) => [column.index, column]));
  const names = uniqueNames(scan.header.names.map((name, i) => given.get(i)?.name ?? name));
  const wishes: Wishes = { options, given, names, file };
  const form = formOf(scan, wishes);
  const { types, target } = chooseTypes(scan, form, wishes, notes);
  const decimals = readDecimals(scan.columns, scan.delimiter, options.decimal);
  const columns = scan.columns.map((column, index): TableColumn => {
    const [name, type, reading] = [names[index]!, types[index]!, decimals[index]!];
    const comma = isComma(column, reading);
    if (reading.unsure !== null && type !== 'skip')
      notes.push(importNotes.decimalSign(name, reading.unsure, parseNumber(reading.unsure, comma)));
    // A moment without its target stays in the series.
    const needed = index === target && form.kind !== 'series';
    const values = type === 'category' ? categories(column, { needed, comma, name, file }) : [];
    return {
      index,
      name: pairName(scan.header, form, wishes, index) ?? name,
      type,
      comma,
      numeric: isNumeric(column),
      values,
      classes: classNames(scan.header, values, index),
    };
  });
  const { kind, times, time, clock, series } = form;
  return {
    form: kind,
    columns,
    target,
    time: clock && { column: time!, clock, series },
    times: times.map((i) => names[i]!),
    naming: names.filter((_, i) => i !== time && repeats(scan.columns[i]!)),
    decimal: openDecimal(scan.columns, decimals, options),
    notes,
  };
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

/** Pairs without names are the source and the target of a translation. */
function pairName(
  header: TableHeader,
  { pair }: TableForm,
  { given }: Wishes,
  index: number,
): 'source' | 'target' | null {
  if (!pair?.includes(index) || header.named || given.has(index)) return null;
  return index === pair[0] ? 'source' : 'target';
}

/** Of a column with other cells than numbers, what most of its numbers have. */
const isComma = ({ mixed }: ColumnScan, { comma }: DecimalReading): boolean =>
  mixed ? mixed.commas > mixed.points : comma;

/** The sign that a person may want to say otherwise; what they said already stays open to them. */
function openDecimal(
  columns: readonly ColumnScan[],
  readings: readonly DecimalReading[],
  { decimal }: ImportOptions,
): TablePlan['decimal'] {
  const asked =
    decimal !== undefined && columns.some(({ plain, comma, ambiguous }) => plain && comma && ambiguous);
  if (asked) return decimal;
  const unsure = readings.find((reading) => reading.unsure !== null);
  return unsure ? (unsure.comma ? 'comma' : 'point') : null;
}

/** The values of a category; `needed`: rows that have none are left out. */
function categories(
  column: ColumnScan,
  {
    needed,
    comma,
    name,
    file,
  }: { readonly needed: boolean; readonly comma: boolean; readonly name: string; readonly file: string },
): readonly string[] {
  const { distinct } = column;
  if (!distinct) {
    const detail = importReasons.tooManyClasses(name, MOST_FORCED_CLASSES);
    throw new Failed(failure('import-failed', { file, detail }));
  }
  const values = isNumeric(column)
    ? [...new Set([...distinct].map((text) => parseNumber(text, comma)))].sort((a, b) => a - b).map(String)
    : [...distinct].sort();
  // A row without its target cannot be learned from; elsewhere "missing" is a category like any other.
  return column.missing > 0 && !needed ? [...values, ''] : values;
}

/** What the values are called: as the header names the last column's classes, or themselves. */
function classNames(header: TableHeader, values: readonly string[], index: number): readonly string[] {
  const given = header.classNames;
  if (
    given &&
    index === header.names.length - 1 &&
    values.every((value) => given[Number(value)] !== undefined)
  ) {
    return values.map((value) => given[Number(value)]!);
  }
  return values.map((value) => (value === '' ? MISSING_CLASS : value));
}
