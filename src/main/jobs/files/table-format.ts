/** How a table's file is read (encoding, delimiter, header), and its rows. */
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { readBytes, readHead } from './bytes.ts';
import type { ReadOptions, SourceFile } from './bytes.ts';
import { parseNumber } from './cells.ts';
import { readHeader } from './header.ts';
import type { TableHeader } from './header.ts';
import { headRows, isEmptyRow, readRows, sniffDelimiter } from './rows.ts';
import type { RowBlock, TextHead } from './rows.ts';
import { decodeText, sniffEncoding } from './text.ts';
import type { Encoding } from './text.ts';

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

/** Looks at the first part of a table; `asked`: the person said whether its first line holds names. Throws `Failed` where it holds no row. */
export async function readFormat(file: SourceFile, asked?: boolean): Promise<TableFormat> {
  const bytes = await readHead(file, HEAD_BYTES);
  const encoding = sniffEncoding(bytes);
  const whole = bytes.length < HEAD_BYTES;
  const text = new TextDecoder(encoding).decode(bytes, { stream: !whole });
  const head = { text, whole };
  const delimiter = sniffDelimiter(head);
  const rows = headRows(head, delimiter, HEADER_ROWS);
  if (rows.length === 0) {
    throw new Failed(
      whole
        ? failure('import-no-rows', { file: file.name })
        : failure('import-failed', { file: file.name, detail: importReasons.rowTooLong(1) }),
    );
  }
  const header = readHeader(rows, asked);
  if (header.names.length > MOST_COLUMNS) {
    const detail = importReasons.tooManyColumns(header.names.length, MOST_COLUMNS);
    throw new Failed(failure('import-failed', { file: file.name, detail }));
  }
  return { encoding, delimiter, header, head };
}

const REGULAR = 0.9;
const FEWEST_ROWS = 3;

/** Whether a text is rows of cells: nearly all of one width, or one number a line. */
export async function looksLikeTable(file: SourceFile): Promise<boolean> {
  const bytes = await readHead(file, HEAD_BYTES / 16);
  const whole = bytes.length < HEAD_BYTES / 16;
  const head = { text: new TextDecoder(sniffEncoding(bytes)).decode(bytes, { stream: !whole }), whole };
  const rows = headRows(head, sniffDelimiter(head), HEADER_ROWS);
  const share = (fits: (row: readonly string[]) => boolean): number => rows.filter(fits).length / rows.length;
  const isNumber = (cell: string): boolean => !Number.isNaN(parseNumber(cell.trim()));
  if (rows.length === 0) return false;
  const [width] = [
    ...new Map(rows.map(({ length }) => [length, share((row) => row.length === length)])),
  ].sort((a, b) => b[1] - a[1])[0]!;
  if (width === 1) return share(([cell]) => isNumber(cell!)) >= REGULAR && rows.length >= FEWEST_ROWS;
  // A few lines of prose may have as many commas each.
  if (rows.length < FEWEST_ROWS && !rows.some((row) => row.some(isNumber))) return false;
  return share((row) => row.length === width) >= REGULAR;
}

export interface DataBlock extends RowBlock {
  /** Rows at its front that are header, not data. */
  readonly skip: number;
}

/** The rows of a table, block by block, giving the event loop its turn between them. */
export async function* tableRows(
  file: SourceFile,
  { encoding, delimiter, header }: TableFormat,
  options: ReadOptions & { readonly note: (line: number, message: Text) => void },
): AsyncGenerator<DataBlock> {
  let headerLines: number = header.lines;
  const text = decodeText(readBytes(file, options), encoding);
  for await (const block of readRows(text, { delimiter, file: file.name, note: options.note })) {
    let skip = 0;
    while (headerLines > 0 && skip < block.rows.length) {
      if (!isEmptyRow(block.rows[skip]!)) headerLines--;
      skip++;
    }
    yield { ...block, skip };
    await new Promise(setImmediate);
    options.signal?.throwIfAborted();
  }
}
