import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes that a file or folder takes, links not followed; 0 where there is none. */
export async function bytesOf(path: string): Promise<number> {
  const facts = await lstat(path).catch(() => null);
  if (!facts) return 0;
  if (!facts.isDirectory()) return facts.size;
  let sum = 0;
  for (const name of await readdir(path).catch(() => [])) sum += await bytesOf(join(path, name));
  return sum;
}
