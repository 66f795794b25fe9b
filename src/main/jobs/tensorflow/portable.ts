/** The portable backend: tfjs on WebAssembly, for machines without native TensorFlow. Slow, and everything trains. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Ops, Tfjs } from '../../../shared/kinds/ops.ts';
import { composedOps } from './ops-composed.ts';
import { loadTfjs } from './tfjs.ts';

export interface PortableTensorFlow {
  readonly kind: 'portable';
  /** tfjs' version. */
  readonly version: string;
  readonly device: 'cpu';
  readonly tf: Tfjs;
  readonly ops: Ops;
}

const load = createRequire(import.meta.url);

/** tfjs' version, without loading it. */
export const portableVersion = (): string =>
  (load('@tensorflow/tfjs-core/package.json') as { readonly version: string }).version;

export async function loadPortable(): Promise<PortableTensorFlow> {
  const tf = loadTfjs();
  const path = load.resolve('@tensorflow/tfjs-backend-wasm');
  const wasm = load(path) as { setWasmPaths(folder: string): void };
  wasm.setWasmPaths(join(dirname(path), '/'));
  if (!(await tf.setBackend('wasm'))) throw new Error('tfjs refused the WebAssembly backend');
  await tf.ready();
  return { kind: 'portable', version: tf.version_core, device: 'cpu', tf, ops: composedOps(tf) };
}
