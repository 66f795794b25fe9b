/**
 * Which engine a run uses: backend, threads and shards, by rule. Rounding depends on all of them, so they are decided
 * once, kept with the run and used again on resume and repeat; they are never timed at run time.
 */
import { existsSync } from 'node:fs';
import { failure, Failed } from '../../../shared/words/failures.ts';
import type { Engine, EngineRequest } from '../../../shared/contract/runs.ts';

import { shardsByRule, stepsByRule } from '../../../shared/network/shards.ts';
import { missingText } from '../../../shared/words/missing.ts';
import { findTensorFlow } from './install/find.ts';
import { loadNative } from './native.ts';
import type { NativeTensorFlow } from './native.ts';
import { loadPortable } from './portable.ts';
import type { PortableTensorFlow } from './portable.ts';

export type TensorFlowRuntime = NativeTensorFlow | PortableTensorFlow;

export interface EngineFacts {
  /** Cores to compute on. */
  readonly cores: number;
  /** The native library, or null where there is none. */
  readonly native: { readonly version: string; readonly device: 'cpu' | 'gpu' } | null;
  readonly portableVersion: string;
  /** The processor's library multiplies in bfloat16, with sums in float32. */
  readonly bfloat16: boolean;
  readonly batchSize: number;
  /** Of one row through the networks. */
  readonly multiplyAdds: number;
  /** A layer looks at the whole batch at once (batch normalisation): a shard's statistics would be others. */
  readonly wholeBatch: boolean;
}

/**
 * One shard a core on a CPU, in either precision: the shards run side by side with one thread each, without a barrier at
 * every op. On one core a batch stays whole: cut in two, a step of the bench's mlp takes 15 % more of the processor in
 * bfloat16 and 6 % more in float32, because each shard's gradients are cast and then added up.
 * Null where the person asked for the native backend and there is none. Throws `Failed` 'precision-unavailable'.
 */
export function chooseEngine(request: EngineRequest, facts: EngineFacts): Engine | null {
  const { precision } = request;
  const backend = request.backend === 'auto' ? (facts.native ? 'native' : 'portable') : request.backend;
  const refuse = (why: 'portable' | 'processor'): never => {
    throw new Failed(failure('precision-unavailable', { precision, why }));
  };
  if (backend === 'portable') {
    if (precision !== 'float32') refuse('portable');
    return {
      backend,
      version: facts.portableVersion,
      threads: 1,
      shards: 1,
      precision: 'float32',
      device: 'cpu',
    };
  }
  if (!facts.native) return null;
  const { version, device } = facts.native;
  if (precision === 'bfloat16' && device === 'cpu' && !facts.bfloat16) refuse('processor');
  const threads = request.threads ?? facts.cores;
  const most = facts.wholeBatch || device === 'gpu' ? 1 : facts.batchSize;
  const shards = Math.min(most, request.shards ?? shardsByRule(threads, facts.batchSize, facts.multiplyAdds));
  const stepsPerCall = stepsByRule(device, facts.batchSize, facts.multiplyAdds);
  return { backend, version, threads, shards, precision, device, stepsPerCall };
}

/**
 * The environment TensorFlow reads when it is loaded. With shards each op runs on one thread of its own share of the
 * cores; without, each op may use all of them.
 */
export function engineEnvironment({
  threads,
  shards,
}: Pick<Engine, 'threads' | 'shards'>): Record<string, string> {
  return {
    TF_CPP_MIN_LOG_LEVEL: '3',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    TF_DETERMINISTIC_OPS: '1',
    // float32 is float32 on a GPU too: NVIDIA's libraries would round products to 10 bits (TensorFloat-32).
    NVIDIA_TF32_OVERRIDE: '0',
    TF_NUM_INTRAOP_THREADS: String(Math.max(1, Math.floor(threads / shards))),
    TF_NUM_INTEROP_THREADS: String(threads),
  };
}

/**
 * The native library's addon. `NEUROLOOM_TENSORFLOW_BINDING` names another compiled addon (a library built by hand,
 * a test machine); its version is then known once it is loaded.
 */
export function findNative():
  | { readonly binding: string; readonly version: string; readonly device: 'cpu' | 'gpu' }
  | { readonly missing: string } {
  const named = process.env.NEUROLOOM_TENSORFLOW_BINDING;
  if (named) {
    return existsSync(named)
      ? { binding: named, version: 'named', device: 'cpu' }
      : { missing: `NEUROLOOM_TENSORFLOW_BINDING names ${named}, which is not there.` };
  }
  const found = findTensorFlow();
  if ('binding' in found) return found;
  return { missing: found.missing.map(missingText).join(' ') };
}

let loaded: Promise<TensorFlowRuntime> | null = null;

/**
 * Loads the backend that an engine names, once a process: the environment is set first, because TensorFlow reads it
 * while loading. A second call answers the runtime of the first. Rejects with `Failed` 'tensorflow-missing'.
 */
export function loadTensorFlow(
  engine: Pick<Engine, 'backend' | 'threads' | 'shards'>,
): Promise<TensorFlowRuntime> {
  loaded ??= loadEngine(engine);
  return loaded;
}

async function loadEngine(
  engine: Pick<Engine, 'backend' | 'threads' | 'shards'>,
): Promise<TensorFlowRuntime> {
  if (engine.backend === 'portable') return loadPortable();
  const found = findNative();
  if ('missing' in found) throw new Failed(failure('tensorflow-missing', { detail: found.missing }));
  Object.assign(process.env, engineEnvironment(engine));
  try {
    return loadNative(found.binding);
  } catch (error) {
    throw new Failed(failure('tensorflow-missing', { detail: (error as Error).message }));
  }
}
