/** Zip files from strangers: each entry is judged before it is opened, and named where it is left out. */
import { getFileNameLowLevel, openPromise, validateFileName } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { ImportProblem } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import type { SourceFile } from './bytes.ts';

const MOST_ENTRIES = 500_000;
/** Deflate packs at most 1032 : 1; pictures and tables stay far below this. */
const MOST_RATIO = 500;
/** Small entries may pack well: an empty white picture does. */
const RATIO_FREE_BYTES = 10_000_000;
const MOST_UNPACKED = 4_000_000_000;
const MOST_UNPACKED_RATIO = 200;

const LINK = 0o120000;
const FILE_TYPE = 0o170000;
const STORED = 0;
const DEFLATED = 8;

export interface OpenZip {
  /** The entries that may be read, sorted by name. */
  readonly files: readonly SourceFile[];
  close(): void;
}

/**
 * Lists a zip file at `path`, shown as `name`. Entries are streamed, never written anywhere, so a name can only
 * mislead; `..`, absolute names and links are left out all the same. Throws `Failed` where the file is no zip.
 */
export async function openZip(
  path: string,
  name: string,
  note: (problem: ImportProblem) => void,
  signal?: AbortSignal,
): Promise<OpenZip> {
  const damaged = (error: unknown): Failed =>
    new Failed(
      failure('import-failed', { file: name, detail: importReasons.zipDamaged((error as Error).message) }),
    );
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false }).catch((error: unknown) => {
    throw damaged(error);
  });
  const files: SourceFile[] = [];
  const judge = judgement(zip);
  try {
    let seen = 0;
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      const file = entryName(entry);
      if (++seen > MOST_ENTRIES) {
        note({ file: name, message: importNotes.tooManyFiles(MOST_ENTRIES) });
        break;
      }
      if (file.endsWith('/')) continue;
      const refused = judge(entry, file);
      if (refused) note({ file: `${name}/${file}`, message: refused });
      else files.push(entryFile(zip, entry, `${name}/${file}`));
    }
  } catch (error) {
    // Entries before the damage stay usable; a zip without one is of no use.
    signal?.throwIfAborted();
    if (files.length === 0) {
      zip.close();
      throw damaged(error);
    }
    note({ file: name, message: importNotes.unreadable((error as Error).message) });
  }
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { files, close: () => zip.close() };
}

const entryName = (entry: Entry): string =>
  getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);

/** Says for each entry in turn why it is refused, or null. */
function judgement(zip: ZipFile): (entry: Entry, name: string) => Text | null {
  const names = new Set<string>();
  const mostUnpacked = Math.max(MOST_UNPACKED, zip.fileSize * MOST_UNPACKED_RATIO);
  let packed = 0;
  let unpacked = 0;
  return (entry, name) => {
    const misleading = validateFileName(name) ?? (name.includes('\0') ? 'a zero byte' : null);
    if (misleading) return importNotes.zipName(misleading);
    if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK) return importNotes.linkLeftOut();
    if (entry.isEncrypted()) return importNotes.zipEncrypted();
    const method = entry.compressionMethod;
    if (method !== STORED && method !== DEFLATED) return importNotes.zipMethod(method);
    if (names.has(name)) return importNotes.zipRepeated();
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    if (ratio > MOST_RATIO && entry.uncompressedSize > RATIO_FREE_BYTES)
      return importNotes.zipBomb(Math.round(ratio));
    // Entries that overlap pack more than the file holds.
    if (packed + entry.compressedSize > zip.fileSize) return importNotes.zipBomb(Math.round(ratio));
    if (unpacked + entry.uncompressedSize > mostUnpacked)
      return importNotes.zipTooLarge(Math.round(mostUnpacked / 1e9));
    names.add(name);
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    return null;
  };
}

const entryFile = (zip: ZipFile, entry: Entry, name: string): SourceFile => ({
  name,
  parts: name.split('/').filter((part) => part !== '' && part !== '.'),
  bytes: entry.uncompressedSize,
  open: () => zip.openReadStreamPromise(entry),
  // The zip stays open, and each entry has a checksum.
  checkUnchanged: () => Promise.resolve(),
});
