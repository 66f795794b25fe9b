/** A whole text, as it comes: its line ends one kind, what is no text left out and named by its line. */
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { readBytes, readHead } from './bytes.ts';
import type { ReadOptions, SourceFile } from './bytes.ts';
import { decodeText, oneLineEnd, sniffEncoding } from './text.ts';
import type { Encoding } from './text.ts';

const HEAD_BYTES = 256 * 1024;
/** A few bytes that are no UTF-8 are damage where other characters are; many, or all that are no ASCII, are another encoding. */
const MOST_DAMAGED = 1 / 1000;
const MOST_CONTROLS = 1 / 20;

/** What a decoder puts where bytes are no character, and zero bytes. */
const UNREADABLE = /[\ufffd\0]/g;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0e-\x1f\x7f\ufffd]/g;

export interface CorpusHead {
  readonly encoding: Encoding;
  /** The first part of the text. */
  readonly text: string;
}

/** Looks at the beginning of a text. Throws `Failed` where it is none. */
export async function corpusHead(file: SourceFile): Promise<CorpusHead> {
  const bytes = await readHead(file, HEAD_BYTES);
  const guess = sniffEncoding(bytes);
  const decode = (encoding: Encoding): string =>
    new TextDecoder(encoding).decode(bytes, { stream: bytes.length === HEAD_BYTES });
  const damaged = decode('utf-8').match(UNREADABLE)?.length ?? 0;
  const isDamaged = damaged <= bytes.length * MOST_DAMAGED && /[\x80-\ufffc]/.test(decode('utf-8'));
  const encoding = guess === 'windows-1252' && isDamaged ? 'utf-8' : guess;
  const text = decode(encoding);
  if ((text.match(CONTROLS)?.length ?? 0) > text.length * MOST_CONTROLS) {
    throw new Failed(failure('import-failed', { file: file.name, detail: importReasons.notText() }));
  }
  return { encoding, text: readable(oneLineEnd(text)) };
}

const readable = (text: string): string => text.replace(UNREADABLE, '');

/** The text in parts, giving the event loop its turn between them. */
export async function* corpusText(
  file: SourceFile,
  encoding: Encoding,
  options: ReadOptions & { readonly note?: (line: number, message: Text) => void },
): AsyncGenerator<string> {
  let line = 1;
  let held = '';
  for await (const decoded of decodeText(readBytes(file, options), encoding)) {
    // A last "\r" may be half of "\r\n".
    const whole = held + decoded;
    held = whole.endsWith('\r') ? '\r' : '';
    const part = oneLineEnd(held === '' ? whole : whole.slice(0, -1));
    line = noteUnreadable(part, line, options.note);
    yield readable(part);
    await new Promise(setImmediate);
    options.signal?.throwIfAborted();
  }
  if (held !== '') yield '\n';
}

/** Names each line of a part with something unreadable; gives the line that the next part begins on. */
function noteUnreadable(
  part: string,
  first: number,
  note: ((line: number, message: Text) => void) | undefined,
): number {
  let line = first;
  let noted = 0;
  let from = 0;
  for (const { index } of part.matchAll(UNREADABLE)) {
    line += lineEnds(part, from, index);
    from = index;
    if (noted !== line) note?.(line, importNotes.unreadableBytes());
    noted = line;
  }
  return line + lineEnds(part, from, part.length);
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
