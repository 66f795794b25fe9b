/**
 * Whether the package's core is what was packaged: its files against the list of their hashes that lies in the archive.
 *
 * Small files, and with them all of our own code, are hashed at each start (a tenth of a second). The few large ones
 * (Node, native libraries: seven eighths of the bytes) would add more than a second, so they are hashed once and then
 * known by what the file system says of them: place, size and both times, of which a program cannot set the second. Who
 * can write that memory is the person themselves, and the check is against damage and against others.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Damage {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly what: 'changed' | 'missing' | 'added' | 'unreadable';
}

/** Bytes from which on a file's hash is remembered. */
const LARGE = 1_000_000;
const AT_ONCE = 8;

/**
 * Compares the files below `folder` with `listed` (path with forward slashes to SHA-256 in hex). Every file counts: one
 * that nobody listed could be loaded in place of another. `memory` is a file that is read and written, wherever it is lost
 * all is hashed again. Empty: all is as it should be.
 */
export async function damageOf(
  folder: string,
  listed: Readonly<Record<string, string>>,
  memory: string,
): Promise<readonly Damage[]> {
  const there = new Set(await filesBelow(folder, ''));
  const missing = Object.keys(listed).filter((path) => !there.has(path));
  const added = [...there].filter((path) => !Object.hasOwn(listed, path));
  const known = await recall(memory);
  const learned: Record<string, string> = {};
  const damage: Damage[] = [
    ...missing.map((path): Damage => ({ path, what: 'missing' })),
    ...added.map((path): Damage => ({ path, what: 'added' })),
  ];
  const queue = Object.entries(listed).filter(([path]) => there.has(path));
  const lane = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const [path, hash] = next;
      const what = await check(join(folder, path), path, hash, known, learned);
      if (what !== null) damage.push({ path, what });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (damage.length === 0 && !isSame(known, learned)) await remember(memory, learned);
  return damage.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function check(
  file: string,
  path: string,
  hash: string,
  known: Readonly<Record<string, string>>,
  learned: Record<string, string>,
): Promise<'changed' | 'unreadable' | null> {
  try {
    const before = await stat(file, { bigint: true });
    if (before.size < LARGE) {
      const found = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
      return found === hash ? null : 'changed';
    }
    const mark = [before.dev, before.ino, before.size, before.mtimeNs, before.ctimeNs, hash].join(' ');
    if (known[path] !== mark && (await streamedHash(file)) !== hash) return 'changed';
    learned[path] = mark;
    return null;
  } catch {
    return 'unreadable';
  }
}

async function streamedHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** What is no folder is a file here: a link is none that was packaged, and so counts as added. */
async function filesBelow(folder: string, path: string): Promise<string[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
  const lists = await Promise.all(
    entries.map((entry) => {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(folder, below);
      return [entry.isFile() ? below : `${below} (${entry.isSymbolicLink() ? 'link' : 'no file'})`];
    }),
  );
  return lists.flat();
}

async function recall(memory: string): Promise<Readonly<Record<string, string>>> {
  try {
    const known: unknown = JSON.parse(await readFile(memory, 'utf8'));
    return typeof known === 'object' && known !== null ? (known as Record<string, string>) : {};
  } catch {
    return {};
  }
}

/** A memory that cannot be kept costs a second at the next start, no more. */
async function remember(memory: string, learned: Readonly<Record<string, string>>): Promise<void> {
  const aside = `${memory}.${process.pid}`;
  try {
    await writeFile(aside, JSON.stringify(learned), { mode: 0o600 });
    await rename(aside, memory);
  } catch {
    // a full disk, a folder that may not be written
  }
}

const isSame = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(b).every((path) => a[path] === b[path]);
