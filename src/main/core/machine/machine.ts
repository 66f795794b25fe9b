/** What this machine has and what of it is in use. Loads no TensorFlow. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import type { MachineReport } from '../../../shared/contract/machine.ts';
import { findTensorFlow, isTensorFlow } from '../../jobs/tensorflow/install/find.ts';
import { memoryLimit, physicalCores, readMachine } from '../../jobs/tensorflow/install/machine.ts';

export async function machineReport(): Promise<MachineReport> {
  const found = findTensorFlow();
  return {
    processor: cpus()[0]?.model.trim() ?? process.arch,
    threads: availableParallelism(),
    cores: physicalCores(),
    features: readMachine().features,
    gpus: await nvidiaGpus(),
    memoryBytes: memoryLimit(),
    library: isTensorFlow(found) ? { version: found.version, device: found.device } : null,
  };
}

const QUERY = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader,nounits'];

/** By NVIDIA's own program; none where it is not there. */
function nvidiaGpus(): Promise<MachineReport['gpus']> {
  return new Promise((resolve) => {
    execFile('nvidia-smi', QUERY, { timeout: 5000, windowsHide: true }, (error, stdout) =>
      resolve(error ? [] : readGpus(stdout)),
    );
  });
}

/** One GPU a line: "NVIDIA H100, 81559, 550.54". */
export const readGpus = (text: string): MachineReport['gpus'] =>
  text
    .split('\n')
    .map((line) => line.split(',').map((part) => part.trim()))
    .filter((parts) => parts.length === 3)
    .map(([name, mebibytes, driver]) => ({
      name: name!,
      memoryBytes: Number(mebibytes) * 1024 * 1024 || 0,
      driver: driver!,
    }));

/** Linux counts processor time in hundredths of a second, whatever its own clock. */
const TICKS_PER_SECOND = 100;

/** Shorter spans tell little in hundredths of a second: a question within answers as the one before, in ms. */
const SHORTEST = 500;

/** Threads that processes keep busy, measured from one question to the next. */
export function busyMeter(now: () => number = () => performance.now()): {
  busy(pid: number): Promise<number | null>;
} {
  const before = new Map<
    number,
    { readonly at: number; readonly seconds: number; readonly busy: number | null }
  >();
  return {
    async busy(pid) {
      const seconds = await processorSeconds(pid);
      if (seconds === null) {
        before.delete(pid);
        return null;
      }
      const last = before.get(pid);
      const at = now();
      if (last && at - last.at < SHORTEST) return last.busy;
      const busy = last ? ((seconds - last.seconds) * 1000) / (at - last.at) : null;
      before.set(pid, { at, seconds, busy });
      return busy;
    },
  };
}

async function processorSeconds(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name, in parentheses, may hold anything; user and system time are the 12th and 13th after it.
  const parts = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!parts) return null;
  return (Number(parts[11]) + Number(parts[12])) / TICKS_PER_SECOND;
}
