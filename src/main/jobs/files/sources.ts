/** From what a person dropped (files, folders, zips) to the flat list of files to import, each with its kind. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportFile } from '../../../shared/contract/jobs.ts';
import type { ImportProblem } from '../../../shared/data/manifest.ts';
import { fileReason } from '../../../shared/words/core.ts';
import { told } from '../../../shared/words/told.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import { diskFile, readHead } from './bytes.ts';
import type { SourceFile } from './bytes.ts';
import { namesImage, sniff } from './sniff.ts';
import type { FileKind } from './sniff.ts';
import { openZip } from './zip.ts';

export interface ListedFile extends SourceFile {
  readonly kind: FileKind;
}
export interface Listing {
  readonly files: readonly ListedFile[];
  /** Closes the zips behind the files. */
  close(): void;
}

const MOST_FILES = 2_000_000;
const DEEPEST = 32;

/** Files that systems leave in folders and zips. */
const isHidden = (part: string): boolean =>
  part.startsWith('.') || part === '__MACOSX' || part === 'Thumbs.db' || part === 'desktop.ini';

/**
 * Lists every file under the dropped paths in an order that does not depend on the disk. What cannot be used inside a
 * folder or zip is noted; what was named itself and cannot be read throws `Failed`.
 */
export async function listSources(
  dropped: readonly ImportFile[],
  note: (problem: ImportProblem) => void,
  signal?: AbortSignal,
): Promise<Listing> {
  const files: ListedFile[] = [];
  const closers: (() => void)[] = [];
  const close = (): void => closers.splice(0).forEach((closer) => closer());
  try {
    for (const { path, name } of dropped) {
      const found = await stat(path).catch((error: unknown) => {
        throw unreadable(name, error);
      });
      if (found.isDirectory()) {
        await listFolder(path, name, { files, note, signal, depth: 0 });
        continue;
      }
      if (!found.isFile()) throw unreadable(name, { code: 'ENOTFILE', message: '' });
      const file = diskFile(path, name, found);
      // A browser gives the files of a folder one by one.
      if (file.parts.slice(1).some(isHidden)) continue;
      const kind = await kindOf(file);
      if (kind !== 'zip') {
        files.push({ ...file, kind });
        continue;
      }
      const zip = await openZip(path, name, note, signal);
      closers.push(zip.close);
      for (const entry of zip.files) await add(entry, { files, note, signal });
    }
  } catch (error) {
    close();
    throw error;
  }
  return { files, close };
}

interface Into {
  readonly files: ListedFile[];
  readonly note: (problem: ImportProblem) => void;
  readonly signal: AbortSignal | undefined;
}

async function listFolder(
  folder: string,
  name: string,
  into: Into & { readonly depth: number },
): Promise<void> {
  const { note, signal, depth } = into;
  if (depth > DEEPEST) return note({ file: name, message: importNotes.tooDeep() });
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (depth === 0) throw unreadable(name, error);
    note({ file: name, message: importNotes.unreadable(told(fileReason(error))) });
    return [] as Dirent[];
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    signal?.throwIfAborted();
    if (isHidden(entry.name)) continue;
    const path = join(folder, entry.name);
    const shown = `${name}/${entry.name}`;
    if (entry.isDirectory()) {
      await listFolder(path, shown, { ...into, depth: depth + 1 });
      continue;
    }
    // A link may lead to a file (data sets are shared so); to a folder it could lead round in a circle.
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) {
      note({ file: shown, message: importNotes.linkLeftOut() });
      continue;
    }
    await add(diskFile(path, shown, found), into);
  }
}

/** One file from inside a folder or zip. */
async function add(file: SourceFile, { files, note, signal }: Into): Promise<void> {
  signal?.throwIfAborted();
  if (file.parts.slice(1).some(isHidden)) return;
  if (files.length >= MOST_FILES) {
    const detail = importReasons.tooManyFiles(MOST_FILES);
    throw new Failed(failure('import-failed', { file: file.parts[0] ?? file.name, detail }));
  }
  if (namesImage(file.name)) {
    files.push({ ...file, kind: 'image' });
    return;
  }
  try {
    files.push({ ...file, kind: await kindOf(file) });
  } catch (error) {
    signal?.throwIfAborted();
    note({ file: file.name, message: importNotes.unreadable((error as Error).message) });
  }
}

async function kindOf(file: SourceFile): Promise<FileKind> {
  return sniff(await readHead(file), file.name);
}

const unreadable = (name: string, error: unknown): Failed =>
  new Failed(failure('file-unreadable', { path: name, detail: fileReason(error) }));
