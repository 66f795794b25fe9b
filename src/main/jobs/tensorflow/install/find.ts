/** Where the native TensorFlow is. Fast: reads two small files, installs and loads nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissingCode, missing } from '../../../../shared/words/missing.ts';
import type { Missing } from '../../../../shared/words/missing.ts';
import { lacksAvx, readMachine } from './machine.ts';
import { enginesFolder } from './places.ts';
import { gpuWheelFor, machineName, ownFolder, wheelFolder, wheelFor } from './sources.ts';
import type { Wheel } from './sources.ts';

export interface TensorFlow {
  /** The compiled addon: hand `require(binding)` to `NodeJSKernelBackend`. */
  readonly binding: string;
  /** The folder of the libraries that it loads. */
  readonly libraries: string;
  readonly version: string;
  /** 'wheel': TensorFlow's own build from PyPI; 'own-download': what tfjs-node fetches. */
  readonly source: 'wheel' | 'own-download';
  readonly device: 'cpu' | 'gpu';
  readonly folder: string;
  /** What it takes on disk. */
  readonly bytes: number;
}
export type FoundTensorFlow = TensorFlow | { readonly missing: readonly Missing[] };

export const isTensorFlow = (found: FoundTensorFlow): found is TensorFlow => 'binding' in found;

export const manifestName = 'manifest.json';
const Manifest = z.object({
  binding: z.string(),
  libraries: z.string(),
  version: z.string(),
  source: z.enum(['wheel', 'own-download']),
  device: z.enum(['cpu', 'gpu']),
  bytes: z.number(),
});
export type Manifest = z.infer<typeof Manifest>;

const Attempt = z.object({
  machine: z.string(),
  at: z.number(),
  reasons: z.array(z.object({ code: z.string(), detail: z.string() })),
});
/** What the last attempt met, kept so that a failure is told again and not tried again on every start. */
export const attemptFile = (): string => join(enginesFolder(), 'attempt.json');

export interface LastAttempt {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reasons: readonly Missing[];
}

/** The installed TensorFlow, or why there is none (the portable backend trains then). */
export function findTensorFlow(): FoundTensorFlow {
  if (lacksAvx(readMachine())) return { missing: [missing('avx-none')] };
  const machine = machineName();
  const wheels = [usableGpuWheel(), wheelFor(machine)].filter((wheel) => wheel !== null);
  for (const name of [...wheels.map(wheelFolder), ownFolder(machine)]) {
    const found = readEngine(join(enginesFolder(), name));
    if (found) return found;
  }
  return { missing: readAttempt()?.reasons ?? [missing('tensorflow-not-installed')] };
}

/** The build for the GPU, where an NVIDIA driver is loaded that it could use. */
export const usableGpuWheel = (): Wheel | null =>
  readMachine().nvidia === null ? null : gpuWheelFor(machineName());

/** The last failed attempt to install on this machine, if nothing was installed since. */
export function readAttempt(): LastAttempt | null {
  const parsed = Attempt.safeParse(readJson(attemptFile()));
  if (!parsed.success || parsed.data.machine !== machineName()) return null;
  const reasons = parsed.data.reasons.flatMap(({ code, detail }) =>
    isMissingCode(code) ? [missing(code, detail)] : [],
  );
  return reasons.length > 0 ? { at: parsed.data.at, reasons } : null;
}

/** The engine in a folder of the cache, if it is whole: its manifest is written last. */
export function readEngine(folder: string): TensorFlow | null {
  const parsed = Manifest.safeParse(readJson(join(folder, manifestName)));
  if (!parsed.success) return null;
  const { binding, libraries, ...rest } = parsed.data;
  const engine = { ...rest, folder, binding: join(folder, binding), libraries: join(folder, libraries) };
  return existsSync(engine.binding) && existsSync(engine.libraries) ? engine : null;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // absent or half written: the same as none
  }
}
