/** What a file is, told from its first bytes; the name decides only where bytes cannot (text). */

import { foreignKind, isControl } from './foreign.ts';
import type { ForeignKind } from '../../../shared/words/failures.ts';

export type FileKind = 'idx' | 'zip' | 'gzip' | 'image' | 'text' | 'empty' | 'other';

/** How much of a file `sniff` wants to see. */
export const SNIFF_BYTES = 4096;

const TABLE_NAME = /\.(csv|tsv|tab|txt|data|dat)(\.gz)?$/i;
const TEXT_NAME = /\.(md|markdown|rst|tex|text)(\.gz)?$/i;
const IMAGE_NAME = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i;

/** True for names of tables: they stay tables whatever their text begins with. */
export const namesTable = (name: string): boolean => TABLE_NAME.test(name);
/** True for names of pictures: in a folder of a million, that saves opening each twice. */
export const namesImage = (name: string): boolean => IMAGE_NAME.test(name);

/** A part of all bytes. */
const FEW_ZEROS = 0.01;
const IDX_TYPES = new Set([0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e]);

/** The kind of a file by its first bytes (`head`, up to SNIFF_BYTES of it). */
export function sniff(head: Uint8Array, name: string): FileKind {
  if (head.length === 0) return 'empty';
  if (noData(head, name) !== null) return 'other';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (starts(head, [0x50, 0x4b, 3, 4]) || starts(head, [0x50, 0x4b, 5, 6])) return 'zip';
  if (isImage(head)) return 'image';
  if (isIdx(head)) return 'idx';
  return isText(head, name) ? 'text' : 'other';
}

/** What a file is that people have and that is no data to us; null where it may be data, by its first bytes and its name. */
export const noData = (head: Uint8Array, name: string): ForeignKind | null =>
  foreignKind(head, name) ?? (isTextForPicture(head, name) ? 'notPicture' : null);

/** Mostly what was sent in place of a picture: why it could not be. */
const isTextForPicture = (head: Uint8Array, name: string): boolean =>
  namesImage(name) && !isImage(head) && (looksUtf16(head) !== null || !head.some(isControl));

/** True for the picture formats that the import decodes. SVG and PDF are none: they can name other files. */
export function isImage(head: Uint8Array): boolean {
  return (
    starts(head, [0xff, 0xd8, 0xff]) ||
    starts(head, [0x89, 0x50, 0x4e, 0x47]) ||
    ascii(head, 0, 'GIF8') ||
    (ascii(head, 0, 'RIFF') && ascii(head, 8, 'WEBP')) ||
    isBmp(head) ||
    starts(head, [0x49, 0x49, 0x2a, 0]) ||
    starts(head, [0x4d, 0x4d, 0, 0x2a]) ||
    (ascii(head, 4, 'ftyp') && (ascii(head, 8, 'avif') || ascii(head, 8, 'avis')))
  );
}

/** BMP's two letters alone could begin a text; its header's size follows at byte 14. */
export function isBmp(head: Uint8Array): boolean {
  if (!ascii(head, 0, 'BM') || head.length < 18) return false;
  const headerBytes = head[14]! | (head[15]! << 8);
  return headerBytes >= 12 && headerBytes <= 124 && head[16] === 0 && head[17] === 0;
}

function isIdx(head: Uint8Array): boolean {
  const dimensions = head[3] ?? 0;
  return head[0] === 0 && head[1] === 0 && IDX_TYPES.has(head[2]!) && dimensions >= 1 && dimensions <= 8;
}

function isText(head: Uint8Array, name: string): boolean {
  const utf16 = starts(head, [0xff, 0xfe]) || starts(head, [0xfe, 0xff]) || looksUtf16(head) !== null;
  if (!utf16 && head.includes(0)) return namesTable(name) && isSpoiled(head);
  if (namesTable(name) || TEXT_NAME.test(name)) return true;
  const first = String.fromCharCode(...head.subarray(0, 200)).replace(/^(\xef\xbb\xbf|\s)+/, '')[0];
  return first !== '{' && first !== '<' && first !== '[';
}

/** Zero bytes in so few of a table's cells that the rest is worth having. */
function isSpoiled(head: Uint8Array): boolean {
  const zeros = head.reduce((count, byte) => count + Number(byte === 0), 0);
  return zeros <= head.length * FEW_ZEROS && !head.some((byte) => byte !== 0 && isControl(byte));
}

/** UTF-16 without a byte order mark: every second byte of plain text is zero. */
export function looksUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = head.length >> 1;
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  if (odd > pairs * 0.7 && even === 0) return 'utf-16le';
  if (even > pairs * 0.7 && odd === 0) return 'utf-16be';
  return null;
}

const starts = (head: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, i) => head[i] === byte);
const ascii = (head: Uint8Array, at: number, text: string): boolean =>
  [...text].every((character, i) => head[at + i] === character.charCodeAt(0));
