/** Writing that a crash or a full disk cannot leave half done. */
import { constants } from 'node:fs';
import * as real from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileReason } from '../../shared/words/core.ts';
import { Failed, failure } from '../../shared/words/failures.ts';

/** What of the file system is needed here; a test gives one that fails at the k-th call. */
export type Files = Pick<typeof real, 'open' | 'rename' | 'rm'>;

const PART = '.part-';
let parts = 0;

/**
 * Replaces a file's contents: written aside, synced, renamed, the folder synced. Whatever fails, the file holds the
 * old contents or the new ones. Throws Failed 'disk-full' or 'file-unreadable'.
 */
export async function writeWhole(
  path: string,
  contents: string | Uint8Array,
  files: Files = real,
): Promise<void> {
  const part = join(dirname(path), `.${basename(path)}${PART}${process.pid}-${++parts}`);
  try {
    const file = await files.open(part, 'wx', 0o600);
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await files.rename(part, path);
    await syncFolder(dirname(path), files);
  } catch (error) {
    await files.rm(part, { force: true }).catch(() => undefined);
    throw fileFailed(error, path);
  }
}

/** Makes renames in a folder last. Windows has no such call and needs none. */
export async function syncFolder(path: string, files: Pick<Files, 'open'> = real): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await files.open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** True of what `writeWhole` leaves when it is killed. */
export const isPart = (name: string): boolean => name.startsWith('.') && name.includes(PART);

/** What the system said of a file, as the failure that a person is told. */
export function fileFailed(error: unknown, path: string): Error {
  if (error instanceof Failed) return error;
  const { code } = error as { code?: unknown };
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failed(failure('disk-full', { path }));
  if (typeof code === 'string')
    return new Failed(failure('file-unreadable', { path, detail: fileReason(error) }));
  return error as Error;
}
