/** Tables: one pass to see what the columns hold, one to write them. */
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { SplitName } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import { readBytes, readHead } from '../files/bytes.ts';
import { headRows, isEmptyRow, readRows, sniffDelimiter } from '../files/rows.ts';
import type { RowBlock, TextHead } from '../files/rows.ts';
import type { ListedFile } from '../files/sources.ts';
import { decodeText, sniffEncoding } from '../files/text.ts';
import type { Encoding } from '../files/text.ts';
import type { ImportContext } from './context.ts';
import { splitRanges } from './dataset-writer.ts';
import type { Unsealed } from './dataset-writer.ts';
import { readHeader } from './header.ts';
import type { TableHeader } from './header.ts';
import { splitOfName } from './recognise.ts';
import { TableScan } from './scan.ts';
import type { TablePlan } from './scan.ts';
import { TableWriter } from './table-writer.ts';

const HEAD_BYTES = 1024 * 1024;
const HEADER_ROWS = 200;
const MOST_COLUMNS = 20_000;

/** How a table's file is read. */
export interface TableFormat {
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly header: TableHeader;
  readonly head: TextHead;
}

/** Looks at the first part of a table. Throws `Failed` where it holds no row. */
export async function readFormat(file: ListedFile, options: ImportOptions): Promise<TableFormat> {
  const bytes = await readHead(file, HEAD_BYTES);
  const encoding = sniffEncoding(bytes);
  const whole = bytes.length < HEAD_BYTES;
  const text = new TextDecoder(encoding).decode(bytes, { stream: !whole });
  const head = { text, whole };
  const delimiter = sniffDelimiter(head);
  const rows = headRows(head, delimiter, HEADER_ROWS);
  if (rows.length === 0) throw new Failed(failure('import-no-rows', { file: file.name }));
  const header = readHeader(rows, options.header);
  if (header.names.length > MOST_COLUMNS) {
    const detail = importReasons.tooManyColumns(header.names.length, MOST_COLUMNS);
    throw new Failed(failure('import-failed', { file: file.name, detail }));
  }
  return { encoding, delimiter, header, head };
}

interface Part {
  readonly file: ListedFile;
  readonly format: TableFormat;
  readonly split: SplitName;
}

/** Imports tables of the same columns into `folder`; everything but the hash and the problems. */
export async function importTables(
  files: readonly ListedFile[],
  folder: string,
  options: ImportOptions,
  context: ImportContext,
): Promise<Pick<Unsealed, 'rows' | 'splits' | 'columns' | 'target'>> {
  const parts = await tableParts(files, options, context);
  const { header } = parts[0]!.format;
  const name = parts[0]!.file.name;
  context.expect(2 * parts.reduce((sum, { file }) => sum + file.bytes, 0));

  const scan = new TableScan(header, options);
  for (const part of parts) {
    for await (const { rows, skip } of blocks(part, context, () => undefined)) {
      for (let i = skip; i < rows.length; i++) {
        const row = rows[i]!;
        if (row.length === header.names.length && !isEmptyRow(row)) scan.add(row);
      }
    }
  }
  if (scan.rows === 0) throw new Failed(failure('import-no-rows', { file: name }));
  const plan = scan.conclude(options, name);
  for (const message of plan.notes) context.note({ file: name, message });
  return writeTables(parts, plan, folder, options, context);
}

async function writeTables(
  parts: readonly Part[],
  plan: TablePlan,
  folder: string,
  options: ImportOptions,
  context: ImportContext,
): Promise<Pick<Unsealed, 'rows' | 'splits' | 'columns' | 'target'>> {
  const first = parts[0]!.file.name;
  const width = plan.columns.length;
  const writer = new TableWriter(folder, plan, options, first);
  const counted = { train: 0, validation: 0, test: 0 };
  for (const part of parts) {
    const note = (line: number, message: string): void =>
      context.note({ file: part.file.name, line, message });
    for await (const { rows, line, skip } of blocks(part, context, note)) {
      let written = 0;
      for (let i = skip; i < rows.length; i++) {
        const row = rows[i]!;
        if (isEmptyRow(row)) continue;
        if (row.length !== width) {
          note(line(i), importNotes.raggedRow(row.length, width));
          continue;
        }
        if (writer.full) await writer.flush();
        if (writer.add(row, part.split, (message) => note(line(i), message))) written++;
      }
      counted[part.split] += written;
      context.wrote(written);
    }
  }
  const rows = counted.train + counted.validation + counted.test;
  if (rows === 0) throw new Failed(failure('import-no-rows', { file: first }));
  const columns = await writer.finish();
  const target = plan.target === null ? null : plan.columns[plan.target]!.name;
  return { rows, splits: splitRanges(counted), columns, target };
}

/** Files with other columns than the first are left out; their names tell the splits, training rows first. */
async function tableParts(
  files: readonly ListedFile[],
  options: ImportOptions,
  context: ImportContext,
): Promise<readonly Part[]> {
  const parts: { file: ListedFile; format: TableFormat }[] = [];
  for (const file of files) {
    context.signal.throwIfAborted();
    const format = await readFormat(file, options);
    const own = format.header.names.map((name) => name.trim());
    const first = parts[0]?.format.header;
    const same =
      !first ||
      (own.length === first.names.length && own.every((name, i) => name === first.names[i]!.trim()));
    if (same) parts.push({ file, format });
    else context.note({ file: file.name, message: importNotes.otherColumns(parts[0]!.file.name) });
  }
  const splits = parts.map(({ file }) => splitOfName(file.parts.at(-1)!) ?? 'train');
  const hasTraining = splits.includes('train');
  return parts
    .map((part, i): Part => ({ ...part, split: hasTraining ? splits[i]! : 'train' }))
    .sort((a, b) => ORDER[a.split] - ORDER[b.split]);
}
const ORDER = { train: 0, validation: 1, test: 2 } as const;

interface DataBlock extends RowBlock {
  /** Rows at its front that are header, not data. */
  readonly skip: number;
}

/** The rows of a table, block by block; tells the progress and gives the event loop its turn. */
async function* blocks(
  { file, format }: Pick<Part, 'file' | 'format'>,
  context: ImportContext,
  note: (line: number, message: string) => void,
): AsyncGenerator<DataBlock> {
  const { encoding, delimiter, header } = format;
  const bytes = readBytes(file, { signal: context.signal, onBytes: (read) => context.advance(read) });
  let headerLines: number = header.lines;
  for await (const block of readRows(decodeText(bytes, encoding), { delimiter, file: file.name, note })) {
    let skip = 0;
    while (headerLines > 0 && skip < block.rows.length) {
      if (!isEmptyRow(block.rows[skip]!)) headerLines--;
      skip++;
    }
    yield { ...block, skip };
    await new Promise(setImmediate);
    context.signal.throwIfAborted();
  }
}
