/** Is there anything to do? Quick answers for every start. Suits Node 18. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const buildStamp = join(root, 'dist', 'built-from.txt');

/** Whether node_modules holds what package-lock.json asks for. npm writes its own lockfile there as its last act. */
export function dependenciesAreFresh() {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'));
  const wanted = readJson(join(root, 'package-lock.json'));
  return installed !== null && wanted !== null && lockIsMet(wanted.packages, installed.packages);
}

/** Both: npm's `packages` of a lockfile. What is optional may be absent (another platform's). */
export function lockIsMet(wanted, installed) {
  return Object.entries(wanted).every(([path, { version, resolved, link, optional, devOptional, peer }]) => {
    if (path === '' || link) return true;
    const have = installed[path];
    if (!have) return Boolean(optional || devOptional || peer);
    return have.version === version && have.resolved === resolved;
  });
}

/** A line that changes with any source of the bundles: their names, sizes and times. */
export function sourceState() {
  const hash = createHash('sha256');
  const files = ['src', 'scripts/entries.mjs', 'scripts/build.mjs', 'package-lock.json', 'package.json'];
  const configs = readdirSync(root).filter((name) => /^vite\..*\.ts$/.test(name));
  for (const name of [...files, ...configs]) {
    for (const path of filesBelow(join(root, name))) {
      if (path.endsWith('.test.ts')) continue;
      const { size, mtimeMs } = statSync(path);
      hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

export const buildIsFresh = () =>
  existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === sourceState();

function* filesBelow(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path).sort()) yield* filesBelow(join(path, entry));
}

export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
