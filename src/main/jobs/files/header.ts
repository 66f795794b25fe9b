/** What stands above a table's first row of data: column names, the counts and class names of scikit-learn, nothing. */
import { isMissing, parseNumber } from './cells.ts';

export const MISSING_CLASS = '(missing)';

export interface TableHeader {
  /** Rows before the data: 1 or 0. */
  readonly lines: 0 | 1;
  /** Whether the line names the columns. */
  readonly named: boolean;
  readonly names: readonly string[];
  /** Names of the last column's classes, by number. */
  readonly classNames: readonly string[] | null;
  /** True where a column without a name, or named so, may hold row numbers. */
  isIndexName(column: number): boolean;
}

const INDEX_NAME = /^(|unnamed: 0|index|id|row|rownames|no|nr|#)$/i;

/** Reads the first rows of a table (at least one). `asked`: the person said whether the first line holds names. */
export function readHeader(rows: readonly (readonly string[])[], asked: boolean | undefined): TableHeader {
  const first = rows[0]!;
  const body = rows.slice(1);
  const classNames = asked === undefined ? scikitClassNames(first, body) : null;
  if (classNames) return header(1, numbered(body[0]!.length), classNames);
  if (asked ?? looksNamed(first, body)) return { ...header(1, first, null), named: true };
  return header(0, numbered(commonWidth(rows)), null);
}

const header = (
  lines: 0 | 1,
  names: readonly string[],
  classNames: readonly string[] | null,
): TableHeader => ({
  lines,
  named: false,
  names,
  classNames,
  isIndexName: (column) => lines === 1 && classNames === null && INDEX_NAME.test(names[column]!.trim()),
});

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `column ${i + 1}`);

/**
 * "150,4,setosa,versicolor,virginica": rows, features and class names in the first line, then one more column than
 * there are features, the last counting the classes.
 */
function scikitClassNames(
  first: readonly string[],
  body: readonly (readonly string[])[],
): readonly string[] | null {
  const [rows, features, ...names] = first.map((cell) => cell.trim());
  if (!isCount(rows) || !isCount(features) || names.length < 2 || body.length === 0) return null;
  const width = Number(features) + 1;
  const fits = body.every(
    (row) => row.length === width && isCount(row[width - 1]!.trim()) && Number(row[width - 1]) < names.length,
  );
  const worded = names.every((name) => name !== '' && Number.isNaN(parseNumber(name)));
  return fits && worded ? names : null;
}

const isCount = (text: string | undefined): boolean => text !== undefined && /^\d{1,9}$/.test(text);

/** What columns of texts are called. Where no text comes twice, only such words tell names from a first row. */
const COLUMN_WORD =
  /^(source|target|src|tgt|input|output|question|answer|prompt|response|text|translation|original|sentence|summary|article|review|label|english|german|french|spanish|italian|deutsch|englisch|französisch|français|español|en|de|fr|es|it)([\s_-]?\d)?$/i;

/** Names are texts above numbers; where all is text, texts that do not come again below. */
function looksNamed(first: readonly string[], body: readonly (readonly string[])[]): boolean {
  const names = first.map((cell) => cell.trim());
  if (names.some((name) => !Number.isNaN(parseNumber(name)))) return false;
  if (names.slice(1).some((name) => name === '')) return false;
  if (body.length === 0) return names.length > 1 && new Set(names).size === names.length;
  const columns = names.map((_, i) => body.map((row) => (row[i] ?? '').trim()));
  const holdsNumbers = (cells: readonly string[]): boolean =>
    cells.some((cell) => !isMissing(cell)) &&
    cells.every(
      (cell) => isMissing(cell) || !Number.isNaN(parseNumber(cell)) || !Number.isNaN(parseNumber(cell, true)),
    );
  if (columns.some((cells, i) => !isMissing(names[i]!) && holdsNumbers(cells))) return true;
  if (new Set(names).size < names.length) return false;
  if (names.every((name) => COLUMN_WORD.test(name))) return true;
  return (
    columns.some((cells) => new Set(cells).size < cells.length) &&
    columns.every((cells, i) => !cells.includes(names[i]!))
  );
}

/** The number of cells that most rows have. */
function commonWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]![0];
}
