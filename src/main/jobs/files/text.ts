/** Text from bytes in whatever encoding: UTF-8, UTF-16 (with or without a mark), else Windows' Western European. */
import { isUtf8 } from 'node:buffer';
import { looksUtf16 } from './sniff.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** The encoding of a text, told from its first bytes. */
export function sniffEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const wide = looksUtf16(head);
  if (wide) return wide;
  // The last character may be cut in two, which is no fault: up to three bytes of it, the first no ASCII, the others its rest.
  const isCut = (bytes: Uint8Array): boolean =>
    bytes.every((byte, i) => (i === 0 ? byte > 0xc1 : byte >> 6 === 2));
  for (let cut = 0; cut < 4; cut++) {
    const end = head.length - cut;
    if (isUtf8(head.subarray(0, end)) && isCut(head.subarray(end))) return 'utf-8';
  }
  return 'windows-1252';
}

/** Decodes a stream; a byte order mark is dropped, bytes that are no character, zeros too, become U+FFFD. */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
  }
  const last = decoder.decode();
  if (last !== '') yield last;
}

/** "\n" for every line end. */
export const oneLineEnd = (text: string): string =>
  text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
