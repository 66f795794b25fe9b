/** What the text in a table's cell means. */

/** Texts that say "nothing here", in any case. */
const MISSING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', '?']);
export const isMissing = (text: string): boolean => text.length < 5 && MISSING.has(text.toLowerCase());

const DASHES = /^[-–—]{1,3}$/;
/** In a column of numbers a dash says so too; elsewhere it may be a category, the other one of "+". */
export const isMissingNumber = (text: string): boolean => isMissing(text) || DASHES.test(text);

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;
/** Thousands set apart: where points are decimal, a comma before three digits can be nothing else. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/;
/** The same as in most of Europe. */
const COMMA_GROUPED = /^[+-]?[1-9]\d{0,2}(?:[.'’ \u00a0\u202f]\d{3})+(?:,\d*)?$/;
const INFINITE = /^[+-]?inf(?:inity)?$/i;
/** Amounts of money and percents are the number that stands beside the sign. */
const UNIT = /^[€$£¥]\s?(?=[\d.,+-])|(?<=[\d.,])\s?[€$£¥%]$/;

/** The number that a cell holds, whatever its unit; NaN where it holds none. `comma`: "1.234,5" as in most of Europe. */
export function parseNumber(text: string, comma = false): number {
  if ((comma ? COMMA_NUMBER : NUMBER).test(text)) return Number(comma ? text.replace(',', '.') : text);
  if (!/\d/.test(text)) return INFINITE.test(text) ? Infinity * (text.startsWith('-') ? -1 : 1) : NaN;
  const bare = text.replace(UNIT, '');
  if (bare !== text) return parseNumber(bare, comma);
  if (comma) return COMMA_GROUPED.test(text) ? Number(text.replace(/[^\d,+-]/g, '').replace(',', '.')) : NaN;
  return GROUPED.test(text) ? Number(text.replaceAll(',', '')) : NaN;
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
