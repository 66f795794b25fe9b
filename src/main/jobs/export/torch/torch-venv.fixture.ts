/** PyTorch itself, where the bench's peers have it; nothing is downloaded for a test. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../tensorflow/install/places.ts';
import { pythonOf } from '../keras/keras-venv.fixture.ts';

/** Path of its python, or the sentence why there is none. */
export function torchPython(): { readonly python: string } | { readonly missing: string } {
  const python = pythonOf(join(process.env.NEUROLOOM_PEERS ?? join(cacheFolder(), 'peers'), 'torch'));
  return existsSync(python)
    ? { python }
    : { missing: 'PyTorch is not here: npm run bench -- --peers brings it.' };
}

/** Runs the cases of these folders; answers what `written.py` says of each. */
export async function runTorch<T>(python: string, folders: readonly string[]): Promise<readonly T[]> {
  const script = join(import.meta.dirname, 'written.py');
  const { stdout } = await promisify(execFile)(python, [script, ...folders], {
    maxBuffer: 2 ** 26,
    env: { ...process.env, CUDA_VISIBLE_DEVICES: '' },
  });
  return JSON.parse(stdout) as readonly T[];
}
