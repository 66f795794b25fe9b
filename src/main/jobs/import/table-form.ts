/** What a table's rows are together: rows of their own, pairs of texts, or moments of series, and by which columns. */
import type { ImportOptions } from '../../../shared/contract/core.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import type { Clock } from '../files/clock.ts';
import { FEW_VALUES, isNumeric, isPhrases } from './column-scan.ts';
import type { ColumnScan } from './column-scan.ts';
import type { TableScan } from './scan.ts';
import { namesTime } from './series-scan.ts';

const FEWEST_MOMENTS = 3;

/** What a person asked for, of a file of this name. */
export interface Wishes {
  readonly options: ImportOptions;
  /** Those of `options` by column. */
  readonly given: ReadonlyMap<number, NonNullable<ImportOptions['columns']>[number]>;
  /** What the columns will be called. */
  readonly names: readonly string[];
  readonly file: string;
}

/** Columns are named by their places in the file. */
export interface TableForm {
  readonly kind: 'table' | 'pairs' | 'series';
  /** The columns that tell a time. */
  readonly times: readonly number[];
  /** The one that a series is in the order of, and how its cells are read. */
  readonly time: number | null;
  readonly clock: Clock | null;
  /** What names the series where there are several. */
  readonly series: number | null;
  /** Source and target of pairs. */
  readonly pair: readonly [number, number] | null;
}

/** Throws `Failed` where the options ask for what is not there. */
export function formOf(scan: TableScan, wishes: Wishes): TableForm {
  const times = scan.columns.map((_, i) => i).filter((i) => clockOf(scan, i) !== null);
  const kind = kindOf(scan, wishes.options, times);
  const none = { times, time: null, clock: null, series: null, pair: null };
  if (kind === 'table') return { ...none, kind };
  if (kind === 'pairs') return { ...none, kind, pair: pairOf(scan, wishes) };
  const time = timeOf(scan, wishes, times);
  const naming = namingOf(scan, wishes, time);
  // Numbers that nobody would take for a time tell it where they are asked for.
  const clock = naming?.clock ?? clockOf(scan, time) ?? 'number';
  return { ...none, kind, time, clock, series: naming?.column ?? null };
}

/** How the column's cells tell the time; null where they do not. */
function clockOf(scan: TableScan, index: number): Clock | null {
  const column = scan.columns[index]!;
  if (column.present === 0) return null;
  if (!column.plain) return column.time.clock;
  return namesTime(scan.header.names[index]!) ? 'number' : null;
}

/** What was asked for, else: two columns of phrases are pairs, rows in the order of a column of time are a series. */
function kindOf(scan: TableScan, options: ImportOptions, times: readonly number[]): TableForm['kind'] {
  if (options.as !== undefined) return options.as === 'text' ? 'table' : options.as;
  if (options.image || options.columns?.some(({ type }) => type !== undefined)) return 'table';
  const { columns } = scan;
  if (columns.length === 2 && columns.every((column) => isPhrases(column) && isVaried(column)))
    return 'pairs';
  const measures = (time: number): boolean =>
    columns.some((column, i) => i !== time && column.present > 0 && isNumeric(column));
  const inOrder = times.some(
    (i) =>
      columns[i]!.missing === 0 &&
      (columns[i]!.time.inOrder || scan.series.naming(i) !== null) &&
      measures(i),
  );
  return inOrder && scan.rows >= FEWEST_MOMENTS ? 'series' : 'table';
}

const isVaried = ({ distinct, present }: ColumnScan): boolean =>
  (distinct?.size ?? Infinity) > Math.max(FEW_VALUES, present / 2);

/** The column that a series is in the order of: the one asked for, the first in order, the first at all. */
function timeOf(scan: TableScan, { options, names, file }: Wishes, times: readonly number[]): number {
  if (options.time !== undefined) {
    const index = names.indexOf(options.time);
    if (index === -1 || (clockOf(scan, index) === null && !scan.columns[index]!.plain))
      throw missing(file, importReasons.noTime(options.time));
    return index;
  }
  const first =
    times.find((i) => scan.columns[i]!.time.inOrder) ??
    times.find((i) => scan.series.naming(i) !== null) ??
    times[0];
  if (first === undefined) throw missing(file, importReasons.noTime(null));
  return first;
}

/** The column that names the series, the one asked for or the one found; null: one series holds all rows. */
function namingOf(
  { series }: TableScan,
  { options, names, file }: Wishes,
  time: number,
): { readonly column: number; readonly clock: Clock | null } | null {
  if (options.series === null) return null;
  const found = series.naming(time);
  if (options.series === undefined) return found;
  const column = names.indexOf(options.series);
  if (column === -1 || column === time) throw missing(file, importReasons.noNaming(options.series));
  return { column, clock: found?.column === column ? found.clock : null };
}

/** The first two columns that hold text and were not left out. */
function pairOf({ columns }: TableScan, { given, file }: Wishes): readonly [number, number] {
  const [source, target] = columns
    .map((_, i) => i)
    .filter((i) => {
      const type = given.get(i)?.type;
      return type === undefined ? columns[i]!.present > 0 && !isNumeric(columns[i]!) : type !== 'skip';
    });
  if (source === undefined || target === undefined) throw missing(file, importReasons.noPairs());
  return [source, target];
}

const missing = (file: string, detail: Text): Failed =>
  new Failed(failure('import-failed', { file, detail }));
