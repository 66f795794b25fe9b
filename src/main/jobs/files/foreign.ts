/** Files that people have and drop, and that are no data to us: what they are, so that a sentence can say what to do. */
import type { ForeignKind } from '../../../shared/words/failures.ts';

const NAMES: readonly (readonly [ForeignKind, RegExp])[] = [
  ['workbook', /\.(xlsx|xlsm|xlsb|xls|ods|numbers)$/i],
  ['document', /\.(pdf|docx?|odt|rtf|epub|pptx?)$/i],
  ['model', /\.(keras|h5|hdf5|onnx|pt|pth|ckpt|safetensors|tflite|pb|gguf)$/i],
  ['numpy', /\.(npy|npz)$/i],
  ['json', /\.(json|jsonl|ndjson)$/i],
  ['records', /\.(parquet|feather|arrow|pkl|pickle|mat|sav|dta|sqlite3?|db)$/i],
  ['photo', /\.(heic|heif|svg|psd|raw|cr2|nef|dng)$/i],
  ['recording', /\.(mp4|mov|avi|mkv|webm|mp3|wav|flac|ogg|m4a)$/i],
  ['archive', /\.(7z|rar|tar|tgz|tar\.gz|bz2|xz|zst)$/i],
];

const STARTS: readonly (readonly [ForeignKind, string])[] = [
  ['document', '%PDF-'],
  ['document', '{\\rtf'],
  ['model', '\x89HDF\r\n\x1a\n'],
  ['numpy', '\x93NUMPY'],
  ['records', 'PAR1'],
  ['records', 'SQLite format 3\0'],
  ['records', 'MATLAB 5.0 MAT-file'],
  ['archive', '7z\xbc\xaf\x27\x1c'],
  ['archive', 'Rar!\x1a\x07'],
];

/** After a byte order mark, read byte by byte. */
const WEB_PAGE = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html[\s>])/i;
const DATA_NAME = /\.(csv|tsv|tab|txt|md)$/i;

/** Of zeros that follow one another; text of two bytes a character has no such run. */
const RUN_OF_ZEROS = 8;

/** A text whose end, or a part of it, was never written: zeros one after the other, and no other control character. */
function hasHoles(head: Uint8Array): boolean {
  let [run, longest] = [0, 0];
  for (const byte of head) {
    if (byte !== 0 && isControl(byte)) return false;
    run = byte === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest >= RUN_OF_ZEROS;
}

/** None that a text has: no tab, no line end. */
export const isControl = (byte: number): boolean => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d);

/** What stands first in a zip file that is no folder of files. */
const FIRST_ENTRIES: readonly (readonly [ForeignKind, RegExp])[] = [
  ['workbook', /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/.*)$/],
  ['numpy', /\.npy$/],
];

/** What its first bytes or its name alone tell; a picture or table has its own name or bytes. */
export function foreignKind(head: Uint8Array, name: string): ForeignKind | null {
  const text = String.fromCharCode(...head.subarray(0, 512));
  const found =
    STARTS.find(([, start]) => text.startsWith(start)) ?? NAMES.find(([, form]) => form.test(name));
  if (found) return found[0];
  if (WEB_PAGE.test(text)) return 'page';
  if (DATA_NAME.test(name) && hasHoles(head)) return 'zeros';
  if (!text.startsWith('PK\x03\x04') || head.length < 30) return null;
  const first = text.slice(30, 30 + head[26]! + head[27]! * 256);
  return FIRST_ENTRIES.find(([, form]) => form.test(first))?.[0] ?? null;
}
