/** Rows of a table as raw features: the columns found by name, else by their place in the file that was imported. */
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { InputPreprocessing, Preprocessing } from '../../../shared/data/preprocessing.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { predictReasons } from '../../../shared/words/predictions.ts';
import type { Text } from '../../../shared/words/said.ts';
import type { SourceFile } from '../files/bytes.ts';
import { categoryValue, isMissing, isMissingNumber, parseNumber } from '../files/cells.ts';
import { MISSING_CLASS } from '../files/header.ts';
import type { TableHeader } from '../files/header.ts';
import { addCell, noSigns, readDecimals } from '../files/decimal-sign.ts';
import { headRows, isEmptyRow } from '../files/rows.ts';
import { readFormat, tableRows } from '../files/table-format.ts';
import { columnRows } from '../text/encoder.ts';
import type { TableFormat } from '../files/table-format.ts';
import { rowByRow } from './file-rows.ts';
import type { FeatureBatch, FileForm, FileRow } from './file-rows.ts';

type InputColumn = InputPreprocessing['columns'][number];
interface Cell {
  readonly column: InputColumn;
  /** How a column of tokens is read. */
  readonly encode: ((text: string) => number[]) | null;
  /** In the file's rows. */
  readonly index: number;
}

/** Throws `Failed` where columns are missing, or a row cannot be read; the sentence names the line. */
export async function* tableFeatures(
  file: SourceFile,
  inputs: Preprocessing['inputs'],
  { manifest, data }: { readonly manifest: DatasetManifest; readonly data: string },
  batch: number,
): AsyncGenerator<FeatureBatch> {
  const format = await readFormat(file);
  const names = Object.values(inputs).flatMap(({ columns }) => columns.map(({ name }) => name));
  const place = columnPlaces(names, format.header, manifest, file);
  const cells: { readonly node: string; readonly cells: readonly Cell[] }[] = [];
  for (const [node, { columns }] of Object.entries(inputs)) {
    const own = columns.map(async (column): Promise<Cell> => {
      const encode = await tokensOf(column.name, manifest, data, file);
      return { column, encode, index: place.get(column.name)! };
    });
    cells.push({ node, cells: await Promise.all(own) });
  }
  const width = format.header.names.length;
  const commas = decimalCommas(format);
  const form: FileForm = {
    names: format.header.names.map((name) => name.trim()),
    delimiter: format.delimiter,
    comma: commas.some(Boolean),
  };
  const indexOf = (column: string | undefined): number =>
    column === undefined ? -1 : form.names.indexOf(column);
  const [time, series] = [indexOf(manifest.time?.column), indexOf(manifest.series?.column)];
  let taken: FileRow[] = [];
  let values = cells.map(() => [] as number[]);
  const give = (): FeatureBatch => {
    const features = Object.fromEntries(cells.map(({ node }, i) => [node, Float32Array.from(values[i]!)]));
    const full = rowByRow(form, taken, features);
    taken = [];
    values = cells.map(() => []);
    return full;
  };
  const note = (line: number, message: Text): void => {
    throw fail(file, `line ${line}: ${message}`);
  };
  for await (const { rows, line, skip } of tableRows(file, format, { note })) {
    for (let i = skip; i < rows.length; i++) {
      const row = rows[i]!;
      if (isEmptyRow(row)) continue;
      if (row.length !== width) throw fail(file, predictReasons.raggedRow(line(i), row.length, width));
      for (const [at, input] of cells.entries()) {
        for (const { column, encode, index } of input.cells) {
          const text = row[index]!.trim();
          values[at]!.push(
            ...(encode ? encode(text) : readCell(text, column, commas[index]!, { line: line(i), file })),
          );
        }
      }
      taken.push({
        name: `${file.name}:${line(i)}`,
        cells: row,
        moment: row[time]?.trim() ?? null,
        series: row[series]?.trim() ?? null,
      });
      if (taken.length === batch) yield give();
    }
  }
  if (taken.length > 0) yield give();
}

const fail = (file: SourceFile, detail: Text): Failed =>
  new Failed(failure('import-failed', { file: file.name, detail }));

/** The index in the file of each column that the model wants. */
function columnPlaces(
  names: readonly string[],
  header: TableHeader,
  manifest: DatasetManifest,
  file: SourceFile,
): ReadonlyMap<string, number> {
  const own = header.names.map((name) => name.trim());
  if (header.named && names.every((name) => own.includes(name))) {
    return new Map(names.map((name) => [name, own.indexOf(name)]));
  }
  // A file of the imported one's form, though columns were renamed: the column's file tells where it stood.
  if (!header.named || isOfForm(own, manifest)) {
    const placed = names.map((name) => originalIndex(name, manifest));
    if (placed.every((index) => index !== null && index < own.length) && own.length > names.length) {
      return new Map(names.map((name, i) => [name, placed[i]!]));
    }
    if (own.length === names.length) return new Map(names.map((name, i) => [name, i]));
  }
  throw fail(
    file,
    predictReasons.columnsMissing(header.named ? names.filter((name) => !own.includes(name)) : names),
  );
}

/** Some column is known by its name; of a table without any such, its places say nothing. */
function isOfForm(names: readonly string[], { columns, time, series }: DatasetManifest): boolean {
  const known = [...columns.map(({ name }) => name), time?.column, series?.column];
  return names.some((name) => known.includes(name)) || columns.every(({ name }) => UNNAMED.test(name));
}

/** What columns are called of a file that names none. */
const UNNAMED = /^column \d+$/;

function originalIndex(name: string, manifest: DatasetManifest): number | null {
  const column = manifest.columns.find((candidate) => candidate.name === name);
  const index = /^column-(\d+)\./.exec(column?.file ?? '')?.[1];
  return index === undefined ? null : Number(index);
}

/** Reads texts as the data set's column of tokens does; null for other columns. */
async function tokensOf(
  name: string,
  { columns, order }: DatasetManifest,
  data: string,
  file: SourceFile,
): Promise<((text: string) => number[]) | null> {
  const column = columns.find((candidate) => candidate.name === name);
  if (column?.type !== 'tokens') return null;
  if (order === 'time') throw fail(file, predictReasons.wholeText(name));
  const encode = await columnRows(column, data);
  return (text) => {
    const row = new Int32Array(column.length);
    encode(text, row);
    return [...row];
  };
}

const TOLD_BY_ROWS = 1000;

/** Which columns of the file have a decimal comma, by its first rows. */
function decimalCommas({ header, head, delimiter }: TableFormat): readonly boolean[] {
  const signs = header.names.map(noSigns);
  for (const row of headRows(head, delimiter, TOLD_BY_ROWS).slice(header.lines)) {
    for (const [i, cell] of row.entries()) {
      const text = cell.trim();
      if (signs[i] && !isMissing(text)) addCell(signs[i], text);
    }
  }
  return readDecimals(signs, delimiter).map(({ comma }) => comma);
}

function readCell(
  text: string,
  { name, type, classes = [] }: InputColumn,
  comma: boolean,
  { line, file }: { readonly line: number; readonly file: SourceFile },
): number[] {
  if (type === 'number') {
    if (isMissingNumber(text)) return [NaN];
    const likely = parseNumber(text, comma);
    const value = Math.fround(Number.isNaN(likely) ? parseNumber(text, !comma) : likely);
    if (!Number.isFinite(value)) throw fail(file, predictReasons.notANumber(line, name, text.slice(0, 60)));
    return [value];
  }
  const own = isMissing(text) ? MISSING_CLASS : text;
  const exact = classes.indexOf(own);
  const index = exact >= 0 ? exact : classes.indexOf(categoryValue(own, { numeric: true, comma }));
  if (index < 0) throw fail(file, predictReasons.unknownCategory(line, name, text.slice(0, 60)));
  return classes.map((_, i) => (i === index ? 1 : 0));
}
