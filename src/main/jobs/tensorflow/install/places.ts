/** Where things lie: the per-user cache, and the folder that holds the code (a clone, or `resources/core`). */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The per-user cache, outside every workspace. `NEUROLOOM_CACHE` names another. */
export function cacheFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const named = environment.NEUROLOOM_CACHE;
  if (named) return resolve(named);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'neuroloom');
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'neuroloom', 'Cache');
  }
  return join(environment.XDG_CACHE_HOME || join(home, '.cache'), 'neuroloom');
}

/** The nearest folder above this file that has node_modules: a clone's root, or `resources/core` of the package. */
export function rootFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'node_modules'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No node_modules above ${import.meta.dirname}`);
    folder = parent;
  }
  return folder;
}

/** Where installed TensorFlows lie, one folder each. */
export const enginesFolder = (): string => join(cacheFolder(), 'tensorflow');
