/** Keras itself, in a Python environment of the user's cache, on the TensorFlow that the app installs too. */
import { execFile } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { locked } from '../../tensorflow/install/lock.ts';
import { cacheFolder } from '../../tensorflow/install/places.ts';
import { machineName, wheelFor } from '../../tensorflow/install/sources.ts';

const KERAS = 'keras==3.15.1';
const run = promisify(execFile);
const MINUTES = 60_000;

/** Path of its python, or the sentence why there is none. Made at the first call on a machine (a minute or two). */
export async function kerasPython(): Promise<{ readonly python: string } | { readonly missing: string }> {
  const wheel = wheelFor(machineName());
  if (!wheel) return { missing: `There is no TensorFlow wheel for ${machineName()}.` };
  return pythonWith(join(cacheFolder(), 'keras-venv'), [`${wheel.project}==${wheel.version}`, KERAS]);
}

/** The python of an environment in `folder` that has these packages, made where it is not there yet. */
export async function pythonWith(
  folder: string,
  packages: readonly string[],
): Promise<{ readonly python: string } | { readonly missing: string }> {
  const python = pythonOf(folder);
  const ready = join(folder, 'ready');
  if (existsSync(ready)) return { python };
  if (!(await works('python3', ['-c', 'import venv, ensurepip'])))
    return { missing: 'There is no python3 with venv and pip.' };
  await locked(
    `${folder}.lock`,
    () => undefined,
    async () => {
      if (existsSync(ready)) return;
      rmSync(folder, { recursive: true, force: true });
      await run('python3', ['-m', 'venv', folder], { timeout: 5 * MINUTES });
      await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], {
        timeout: 15 * MINUTES,
      });
      writeFileSync(ready, `${packages.join('\n')}\n`);
    },
  );
  return { python };
}

export const pythonOf = (folder: string): string =>
  join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

const works = (command: string, args: readonly string[]): Promise<boolean> =>
  run(command, [...args], { timeout: MINUTES }).then(
    () => true,
    () => false,
  );

/** Runs a script of this folder; rejects with what it printed where it fails. */
export async function runPython(python: string, script: string, args: readonly string[]): Promise<void> {
  await run(python, [join(import.meta.dirname, script), ...args], {
    timeout: 5 * MINUTES,
    env: { ...process.env, KERAS_BACKEND: 'tensorflow', TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '' },
  });
}
