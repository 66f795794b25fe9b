/** The libraries that we are measured beside, and the Python environments that hold them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Precision } from '../../src/shared/contract/runs.ts';
import { pythonOf, pythonWith } from '../../src/main/jobs/export/keras/keras-venv.fixture.ts';
import { cacheFolder } from '../../src/main/jobs/tensorflow/install/places.ts';
import { startContestant } from './contestant.ts';
import type { Contestant, Device } from './contestant.ts';

interface Peer {
  readonly environment: keyof typeof environments;
  readonly script: string;
  readonly flags: readonly string[];
  readonly backend?: string;
}

const environments = {
  keras: ['tensorflow-cpu==2.21.0', 'keras==3.15.1', 'jax'],
  torch: ['torch', 'numpy'],
} as const;

const peers: Readonly<Record<string, Peer>> = {
  'keras-tensorflow': { environment: 'keras', script: 'bench_keras.py', flags: [], backend: 'tensorflow' },
  'keras-tensorflow-jit': {
    environment: 'keras',
    script: 'bench_keras.py',
    flags: ['--jit'],
    backend: 'tensorflow',
  },
  'keras-jax': { environment: 'keras', script: 'bench_keras.py', flags: [], backend: 'jax' },
  torch: { environment: 'torch', script: 'bench_torch.py', flags: [] },
  'torch-compile': { environment: 'torch', script: 'bench_torch.py', flags: ['--compile'] },
};
export const peerNames: readonly string[] = Object.keys(peers);

/** `NEUROLOOM_PEERS` names a folder with environments that exist; else they are made in the user's cache. */
export async function environmentPython(name: keyof typeof environments): Promise<string> {
  const named = process.env.NEUROLOOM_PEERS;
  if (named) {
    const python = pythonOf(join(named, name));
    if (!existsSync(python)) throw new Error(`NEUROLOOM_PEERS has no ${python}`);
    return python;
  }
  const made = await pythonWith(join(cacheFolder(), 'peers', name), environments[name]);
  if ('missing' in made) throw new Error(made.missing);
  return made.python;
}

export async function startPeer(
  name: string,
  network: string,
  threads: number,
  precision: Precision,
  device: Device,
): Promise<Contestant> {
  const { environment, script, flags, backend } = peers[name]!;
  const python = await environmentPython(environment);
  const file = join(import.meta.dirname, '../peers', script);
  const options = ['--threads', String(threads), '--precision', precision, '--device', device];
  const args = [file, network, '--serve', ...options, ...flags];
  return startContestant(name, python, args, device, backend ? { KERAS_BACKEND: backend } : {});
}
