/**
 * A table's text as rows. papaparse does not know mixed line ends and re-reads a cell that a chunk cuts; so the text
 * is cut here, at the ends of rows outside quotes, its line ends made one kind, and papaparse gets whole rows only.
 * Rows are therefore the same however the text comes in chunks.
 */
import Papa from 'papaparse';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';

/** Characters. A row beyond this is a quote that was never closed, or no table. */
export const LONGEST_ROW = 4_000_000;
const MOST_OPEN_QUOTES = 100;

export interface RowBlock {
  readonly rows: readonly (readonly string[])[];
  /** 1-based line in the file on which row i begins. */
  readonly line: (i: number) => number;
}

/** What `cutRows` found in a text that begins at the start of a row. */
interface Cut {
  /** Whole rows, each ending in one "\n". */
  readonly rows: string;
  /** Where the first unfinished row begins. */
  readonly rest: number;
  /** True where the unfinished row stands inside quotes. */
  readonly inQuotes: boolean;
}

export interface RowOptions {
  readonly delimiter: string;
  readonly file: string;
  readonly note: (line: number, message: Text) => void;
}

/** Reads a text as blocks of rows. Empty lines give rows of one empty cell; the caller drops them. */
export async function* readRows(
  chunks: AsyncIterable<string>,
  options: RowOptions,
): AsyncGenerator<RowBlock> {
  const cutter = rowCutter(options);
  for await (const chunk of chunks) yield* cutter(chunk, false);
  yield* cutter('', true);
}

/** The same, one chunk at a time: gives the blocks that the chunk completes. */
function rowCutter({
  delimiter,
  file,
  note,
}: RowOptions): (chunk: string, final: boolean) => Generator<RowBlock> {
  const parser = new Papa.Parser({ delimiter, newline: '\n' });
  let pending = '';
  let line = 1;
  let openQuotes = 0;

  function* parse(text: string): Generator<RowBlock> {
    if (text === '') return;
    const quoted = text.includes('"');
    const rows = parser.parse(text, 0, false).data as string[][];
    rows.pop(); // what follows the last "\n": nothing
    const first = line;
    if (!quoted) {
      line += rows.length;
      yield { rows, line: (i) => first + i };
      return;
    }
    const lines = rows.map((row) => {
      const at = line;
      line += 1 + row.reduce((sum, cell) => sum + countLineEnds(cell), 0);
      return at;
    });
    yield { rows, line: (i) => lines[i]! };
  }

  return function* (chunk, final) {
    pending = pending === '' ? chunk : pending + chunk;
    for (;;) {
      const cut = cutRows(pending, delimiter, final);
      yield* parse(cut.rows);
      pending = pending.slice(cut.rest);
      if (!(pending.length > LONGEST_ROW || (final && pending !== ''))) return;
      if (!cut.inQuotes) {
        throw new Failed(failure('import-failed', { file, detail: importReasons.rowTooLong(line) }));
      }
      // The quote that opened on this line has no end: leave the line out and go on with the next.
      if (++openQuotes > MOST_OPEN_QUOTES) {
        throw new Failed(failure('import-failed', { file, detail: importReasons.tooManyQuotes() }));
      }
      note(line, importNotes.quoteNotClosed());
      const end = /\r\n|\n|\r/.exec(pending);
      pending = end ? pending.slice(end.index + end[0].length) : '';
      line++;
    }
  };
}

const countLineEnds = (cell: string): number =>
  cell.includes('\n') || cell.includes('\r') ? cell.split(/\r\n|\n|\r/).length - 1 : 0;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Cuts off the whole rows at the front of `text`; at the `final` one the last row needs no line end. */
export function cutRows(text: string, delimiter: string, final: boolean): Cut {
  if (!text.includes('"') && text.length <= LONGEST_ROW) return cutPlain(text, final);
  const separator = delimiter.charCodeAt(0);
  const parts: string[] = [];
  let rowStart = 0;
  let fieldStart = true;
  let i = 0;
  let copied = 0;
  const unfinished = (inQuotes: boolean): Cut => {
    parts.push(text.slice(copied, rowStart));
    return { rows: parts.join(''), rest: rowStart, inQuotes };
  };
  while (i < text.length) {
    // What stands at the longest row's end decides, so that the answer does not depend on the chunks.
    if (i - rowStart > LONGEST_ROW) return unfinished(false);
    const code = text.charCodeAt(i);
    if (code === QUOTE && fieldStart) {
      const end = closingQuote(text, i + 1, separator, final);
      if (end === -1 || end - rowStart > LONGEST_ROW) return unfinished(true);
      i = end;
      fieldStart = false;
    } else if (code === LF || code === CR) {
      // Whether "\n" follows "\r" is not known yet.
      if (code === CR && i + 1 === text.length && !final) return unfinished(false);
      if (code === CR) {
        const width = text.charCodeAt(i + 1) === LF ? 2 : 1;
        parts.push(text.slice(copied, i), '\n');
        i += width;
        copied = i;
      } else {
        i++;
      }
      rowStart = i;
      fieldStart = true;
    } else {
      fieldStart = code === separator;
      i++;
    }
  }
  if (!final || rowStart === text.length || i - rowStart > LONGEST_ROW) return unfinished(false);
  return { rows: `${parts.join('')}${text.slice(copied)}\n`, rest: text.length, inQuotes: false };
}

/** No quote: every line end ends a row. */
function cutPlain(text: string, final: boolean): Cut {
  // A last "\r" may be half of "\r\n".
  const known = !final && text.endsWith('\r') ? text.slice(0, -1) : text;
  const end = Math.max(known.lastIndexOf('\n'), known.lastIndexOf('\r')) + 1;
  const rest = final ? text.length : end;
  const rows = text.slice(0, rest);
  const lines = rows.includes('\r') ? rows.replace(/\r\n?/g, '\n') : rows;
  return { rows: lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`, rest, inQuotes: false };
}

/**
 * The index after the quote that closes a cell whose contents begin at `from`, and after the blanks behind it; -1
 * where it is not in the text. papaparse's rule: a quote closes where only blanks stand between it and the next
 * delimiter or line end; two quotes are one; any other quote belongs to the cell.
 */
function closingQuote(text: string, from: number, separator: number, final: boolean): number {
  for (let i = from; ;) {
    const quote = text.indexOf('"', i);
    if (quote === -1) return -1;
    if (text.charCodeAt(quote + 1) === QUOTE) {
      i = quote + 2;
      continue;
    }
    let after = quote + 1;
    while (after < text.length && isBlank(text, after, separator)) after++;
    if (after === text.length) return final ? after : -1;
    const code = text.charCodeAt(after);
    if (code === separator || code === LF || code === CR) return after;
    i = quote + 1;
  }
}

function isBlank(text: string, at: number, separator: number): boolean {
  const code = text.charCodeAt(at);
  if (code === separator || code === LF || code === CR) return false;
  return code === 0x20 || code === 0x09 || text[at]!.trim() === '';
}

const DELIMITERS = [',', '\t', ';', '|'] as const;
const SNIFF_ROWS = 100;

/** The first part of a text; `whole` where it is all of it. */
export interface TextHead {
  readonly text: string;
  readonly whole: boolean;
}

/** The delimiter that cuts the first rows into the most equal numbers of cells; a comma where none does. */
export function sniffDelimiter(head: TextHead): string {
  const scored = DELIMITERS.map((delimiter) => {
    const rows = headRows(head, delimiter, SNIFF_ROWS);
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
    const [width, times] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
    return { delimiter, score: width > 1 ? times / rows.length + Math.min(width, 100) / 1000 : 0 };
  });
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

/** The first rows of a text, without empty lines; a row that the head cuts is dropped. */
export function headRows(head: TextHead, delimiter: string, most: number): (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  try {
    const cutter = rowCutter({ delimiter, file: '', note: () => undefined });
    for (const block of cutter(head.text, head.whole)) rows.push(...block.rows);
  } catch (error) {
    // What is wrong with the text is told when it is read whole.
    if (!(error instanceof Failed)) throw error;
  }
  return rows.filter((row) => !isEmptyRow(row)).slice(0, most);
}

export const isEmptyRow = (row: readonly string[]): boolean => row.length === 1 && row[0]!.trim() === '';
