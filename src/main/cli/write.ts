import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failed, failure } from '../../shared/words/failures.ts';

/** Writes the file that the person named; answers its whole path. Fails with `Failed`. */
export async function writeNamed(file: string, contents: string | Uint8Array): Promise<string> {
  const path = resolve(file);
  await writeFile(path, contents).catch((error: NodeJS.ErrnoException) => {
    throw new Failed(failure('file-unreadable', { path, detail: error.message }));
  });
  return path;
}
