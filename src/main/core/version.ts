import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let known: string | null = null;

/** The program's version, of the nearest package.json above this code that is Neuroloom's. */
export function version(): string {
  for (let folder = import.meta.dirname; known === null; folder = dirname(folder)) {
    known = versionIn(folder) ?? (dirname(folder) === folder ? '0.0.0' : null);
  }
  return known;
}

function versionIn(folder: string): string | null {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    return name === 'neuroloom' && typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}
