/** How busy the GPU is while something runs, as NVIDIA's own tool tells it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

export interface GpuUse {
  readonly name: string;
  /** Of the time, the part in which a kernel ran: the mean of the samples. */
  readonly percent: number;
  /** Of the GPU's memory, in use at most, by all programs. */
  readonly megabytes: number;
}

const Sample = z.tuple([z.string(), z.coerce.number(), z.coerce.number()]);
const MILLISECONDS = 200;

/** Samples the first GPU until `work` is done. Null where `nvidia-smi` told nothing. */
export async function gpuUse(work: () => Promise<unknown>): Promise<GpuUse | null> {
  const fields = '--query-gpu=name,utilization.gpu,memory.used';
  const tool = spawn(
    'nvidia-smi',
    ['--id=0', fields, '--format=csv,noheader,nounits', `--loop-ms=${MILLISECONDS}`],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let text = '';
  tool.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const gone = once(tool, 'close').catch(() => null);
  try {
    await work();
  } finally {
    tool.kill();
    await gone;
  }
  const samples = text.split('\n').flatMap((line) => {
    const parsed = Sample.safeParse(line.split(',').map((part) => part.trim()));
    return parsed.success ? [parsed.data] : [];
  });
  if (samples.length === 0) return null;
  return {
    name: samples[0]![0],
    percent: samples.reduce((sum, [, percent]) => sum + percent, 0) / samples.length,
    megabytes: Math.max(...samples.map(([, , megabytes]) => megabytes)),
  };
}
