/** What the machine can do, as far as TensorFlow cares. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { MachineRoom } from '../../../../shared/network/memory.ts';

export interface Machine {
  /** Of the instruction sets that TensorFlow makes use of, those that are there; null where it cannot be read. */
  readonly features: readonly string[] | null;
  /** An NVIDIA driver's version, or null. */
  readonly nvidia: string | null;
}

const known = [
  ...['sse4_2', 'avx', 'avx2', 'fma', 'avx_ne_convert', 'avx512f', 'avx512_vnni'],
  ...['amx_bf16', 'amx_tile', 'asimd'],
];

/** Of `/proc/cpuinfo`'s flags, those that TensorFlow uses. */
export function cpuFeatures(cpuinfo: string): readonly string[] {
  const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(/\s+/) ?? []);
  return known.filter((name) => flags.has(name));
}

export function readMachine(): Machine {
  const cpuinfo = read('/proc/cpuinfo');
  const nvidia = read('/proc/driver/nvidia/version');
  return {
    features: cpuinfo === null ? null : cpuFeatures(cpuinfo),
    nvidia: nvidia === null ? null : (/Kernel Module\s+([\d.]+)/.exec(nvidia)?.[1] ?? 'unknown'),
  };
}

/** TensorFlow's builds for x86-64 stop with "Illegal instruction" on a processor without AVX. */
export const lacksAvx = (machine: Machine, arch: string = process.arch): boolean =>
  arch === 'x64' && machine.features !== null && !machine.features.includes('avx');

/**
 * Whether TensorFlow multiplies bfloat16 with oneDNN here, as it does from AVX-512 on. Its other code would be slower
 * than float32 and sums in bfloat16 itself. Only Linux tells; Windows is believed, macOS' library has no oneDNN.
 */
export const multipliesBfloat16 = (
  { features }: Machine = readMachine(),
  platform: NodeJS.Platform = process.platform,
): boolean =>
  features === null
    ? platform === 'win32'
    : features.includes('avx512f') || features.includes('avx_ne_convert');

/** Physical cores this process may use: two threads of one core share the units that multiply. */
export function physicalCores(): number {
  const logical = availableParallelism();
  const folder = '/sys/devices/system/cpu';
  if (!existsSync(folder)) return logical;
  const cores = new Set<string>();
  for (const name of readdirSync(folder)) {
    if (!/^cpu\d+$/.test(name)) continue;
    try {
      cores.add(readFileSync(`${folder}/${name}/topology/thread_siblings_list`, 'utf8').trim());
    } catch {
      // An offline core has no topology.
    }
  }
  return cores.size > 0 ? Math.min(logical, cores.size) : logical;
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Of the machine, or of the container that this process is kept in. */
export const memoryLimit = (): number => Math.min(totalmem(), process.constrainedMemory() || Infinity);

export const machineRoom = (): MachineRoom => ({
  free: process.availableMemory(),
  memory: memoryLimit(),
  cores: physicalCores(),
});
