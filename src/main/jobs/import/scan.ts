/** The first pass over a table: what each column holds. What is made of that is `table-plan.ts`. */
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { TableHeader } from '../files/header.ts';
import { emptyColumn, scanCell } from './column-scan.ts';
import type { ColumnScan } from './column-scan.ts';
import { SeriesScan } from './series-scan.ts';

/** More different values than this are no categories, unless the person says so. */
const MOST_CLASSES = 1000;
export const MOST_FORCED_CLASSES = 10_000;
/** Different values that are kept of all columns together: of a table of thousands of columns few of each. */
const MOST_KEPT_VALUES = 2_000_000;

export class TableScan {
  rows = 0;
  readonly header: TableHeader;
  readonly delimiter: string;
  readonly columns: readonly ColumnScan[];
  readonly series: SeriesScan;
  readonly #mostDistinct: readonly number[];

  constructor(
    { header, delimiter }: { readonly header: TableHeader; readonly delimiter: string },
    options: ImportOptions,
  ) {
    this.header = header;
    this.delimiter = delimiter;
    this.columns = header.names.map(emptyColumn);
    this.series = new SeriesScan(header.names);
    const forced = new Set(
      options.columns?.filter((column) => column.type === 'category').map((column) => column.index),
    );
    const most = Math.min(MOST_CLASSES, Math.floor(MOST_KEPT_VALUES / header.names.length));
    this.#mostDistinct = header.names.map((_, i) => (forced.has(i) ? MOST_FORCED_CLASSES : most));
  }

  /** A row as wide as the header. */
  add(row: readonly string[]): void {
    this.rows++;
    this.series.add(row);
    for (let i = 0; i < this.columns.length; i++)
      scanCell(this.columns[i]!, row[i]!.trim(), this.rows, this.#mostDistinct[i]!);
  }
}
