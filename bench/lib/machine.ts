/**
 * What the machine can do at most, as a contestant's process: `node machine.ts THREADS` prints one line of JSON. Large
 * products in both precisions by the same library, and copies of memory too large for any cache, one a thread.
 */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { Precision } from '../../src/shared/contract/runs.ts';
import { loadTensorFlow } from '../../src/main/jobs/tensorflow/engine.ts';
import { multipliesBfloat16 } from '../../src/main/jobs/tensorflow/install/machine.ts';
import type { NativeTensorFlow } from '../../src/main/jobs/tensorflow/native.ts';
import { createSession } from '../../src/main/jobs/tensorflow/session.ts';
import type { TracedStep } from '../../src/main/jobs/tensorflow/trace.ts';

export interface Peak {
  readonly threads: number;
  /** GFLOP/s of products. */
  readonly float32: number;
  readonly bfloat16: number | null;
  /** GB/s that copies write; as much is read. */
  readonly copy: number;
}

/** Rows and columns, and how many products follow each other in one call. */
const SIZE = 1536;
const CHAIN = 6;
const ROUNDS = 5;
const COPIED = 128 * 1024 * 1024;

const best = (measure: () => number): number => Math.max(...Array.from({ length: ROUNDS }, measure));

function products(native: NativeTensorFlow, precision: Precision): number {
  const session = createSession(native);
  const values = Float32Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(i) / SIZE);
  session.addVariable('a', [SIZE, SIZE], 'float32', values);
  const chain: TracedStep = (_, scope) => {
    const a = scope.variable('a');
    let product = a;
    for (let i = 0; i < CHAIN; i++) product = native.ops.dense(product, a, null);
    return native.tf.slice(product, [0, 0], [1, 1]);
  };
  session.trace('products', [], chain, precision);
  session.load();
  session.run('products', []);
  const flops = 2 * SIZE ** 3 * CHAIN;
  const speed = best(() => {
    const start = performance.now();
    session.run('products', []);
    return flops / (performance.now() - start) / 1e6;
  });
  session.close();
  return speed;
}

function copies(): number {
  const from = new Uint8Array(COPIED).fill(1);
  const to = new Uint8Array(COPIED).fill(2);
  const start = performance.now();
  let bytes = 0;
  while (performance.now() - start < 700) {
    to.set(from);
    bytes += COPIED;
  }
  return bytes / (performance.now() - start) / 1e6;
}

if (isMainThread) {
  const threads = Number(process.argv[2]);
  const native = (await loadTensorFlow({ backend: 'native', threads, shards: 1 })) as NativeTensorFlow;
  const float32 = products(native, 'float32');
  const bfloat16 = multipliesBfloat16() ? products(native, 'bfloat16') : null;
  const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url)));
  const speeds = await Promise.all(
    workers.map(async (worker) => (await once(worker, 'message'))[0] as number),
  );
  const copy = speeds.reduce((a, b) => a + b);
  process.stdout.write(`${JSON.stringify({ threads, float32, bfloat16, copy } satisfies Peak)}\n`);
} else parentPort!.postMessage(copies());
