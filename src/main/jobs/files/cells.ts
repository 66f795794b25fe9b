/** What the text in a table's cell means. */

/** Texts that say "nothing here", in any case. */
const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', '?']);
export const isMissing = (text: string): boolean => text.length < 5 && MISSING.has(text.toLowerCase());

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a cell holds; NaN where it holds none. `comma`: "3,5" as in most of Europe. */
export function parseNumber(text: string, comma = false): number {
  if (!comma) return NUMBER.test(text) ? Number(text) : NaN;
  return COMMA_NUMBER.test(text) ? Number(text.replace(',', '.')) : NaN;
}

/** How each column of a table is read: what a data set of tables must know to read another file the same way. */
export interface TableColumn {
  /** In the file. */
  readonly index: number;
  readonly name: string;
  readonly type: 'number' | 'category' | 'text' | 'skip';
  readonly comma: boolean;
  /** Values of a category as they stand in the file (numbers in their shortest form), in class order. */
  readonly values: readonly string[];
  /** Names shown for `values`, in the same order. */
  readonly classes: readonly string[];
  /** True where categories are numbers: "1.0" and "1" are one. */
  readonly numeric: boolean;
}

/** The form in which a category's cell is compared with the column's `values`. */
export function categoryValue(text: string, column: Pick<TableColumn, 'numeric' | 'comma'>): string {
  const trimmed = text.trim();
  if (isMissing(trimmed)) return '';
  if (!column.numeric) return trimmed;
  const number = parseNumber(trimmed, column.comma);
  return Number.isNaN(number) ? trimmed : String(number);
}
