import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileReason } from '../../shared/words/core.ts';
import { Failed, failure } from '../../shared/words/failures.ts';

/** Writes the file that the person named; answers its whole path. Fails with `Failed`. */
export async function writeNamed(file: string, contents: string | Uint8Array): Promise<string> {
  const path = resolve(file);
  await writeFile(path, contents).catch((error: unknown) => {
    throw new Failed(failure('file-unreadable', { path, detail: fileReason(error) }));
  });
  return path;
}
