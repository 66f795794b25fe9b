/** Where the program's own files are: run from its sources (`.ts`) or from the bundle (`.js`, side by side). */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = {
  core: 'core/main.ts',
  'job-train': 'jobs/train/main.ts',
  'job-import': 'jobs/import/main.ts',
  'job-inspect': 'jobs/inspect/main.ts',
  'job-export': 'jobs/export/main.ts',
  'row-reader': 'jobs/model/row-reader.ts',
  'tensorflow-install': 'jobs/tensorflow/install/main.ts',
} as const;

export type EntryName = keyof typeof sources;

const self = (): string => fileURLToPath(import.meta.url);

/**
 * The file to start as a process. In the bundle it is `<name>.js` beside this code, in the folder above (where this
 * code was split into a chunk), or in `node/` beside its folder (the shell's bundle). Throws if there is none: an
 * installation that lacks it is broken.
 */
export function entry(name: EntryName): string {
  const here = dirname(self());
  const candidates = self().endsWith('.ts')
    ? [join(here, '..', sources[name])]
    : [here, join(here, '..'), join(here, '..', 'node')].map((folder) => join(folder, `${name}.js`));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) throw new Error(`${name} is missing: looked for ${candidates.join(', ')}`);
  return found;
}

/** A folder of `resources/` (samples, icons), found from this code upwards; null where it was not shipped. */
export function resources(name: string): string | null {
  let folder = dirname(self());
  for (;;) {
    const candidate = join(folder, 'resources', name);
    if (existsSync(candidate)) return candidate;
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}
