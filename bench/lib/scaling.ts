/**
 * `--scaling`: how our step grows with depth and batch size, a recurrent one with the length of its sequences, and what a
 * trace costs before the first step.
 */
import { join } from 'node:path';
import { alternate } from './alternate.ts';
import { startContestant } from './contestant.ts';
import type { Size } from './networks.ts';
import type { Asked } from './ours.ts';

const LENGTHS: readonly Size[] = [25, 50, 100, 200, 400].map((length) => ({
  depth: 1,
  batchSize: 128,
  length,
}));
const SIZES: readonly Size[] = [
  ...[16, 64, 128, 512, 2048].map((batchSize) => ({ depth: 2, batchSize })),
  ...[1, 4, 8, 16, 32].map((depth) => ({ depth, batchSize: 128 })),
];

/** `names`: of `scalable`. */
export async function scaling(
  names: readonly string[],
  threads: number,
  rounds: number,
  seconds: number,
  json: boolean,
): Promise<void> {
  for (const network of names) {
    const lines: object[] = [];
    for (const size of network === 'lstm' ? LENGTHS : SIZES) {
      const asked: Asked = { network, threads, shards: null, precision: 'float32', how: 'traced', size };
      const file = join(import.meta.dirname, 'ours.ts');
      const contestant = await startContestant('ours', process.execPath, [file, JSON.stringify(asked)]);
      const { ours } = await alternate(contestant, [], rounds, seconds);
      await contestant.close();
      const { shards, nodes, prepareSeconds, firstSeconds, rss, pss } = contestant.facts as Record<
        string,
        number
      >;
      const megabytes = (bytes: number | null | undefined): number | null =>
        bytes == null ? null : Math.round(bytes / 1e6);
      const line = {
        network,
        ...size,
        threads,
        shards,
        msPerStep: Number(ours.msPerStep.toFixed(3)),
        samplesPerSecond: Math.round(ours.speed),
        nodes,
        // Tracing, loading the graph and setting its variables; then the first step, in which TensorFlow optimises it.
        prepareMs: Math.round(prepareSeconds! * 1000),
        firstStepMs: Math.round(firstSeconds! * 1000),
        rssMB: megabytes(rss),
        pssMB: megabytes(pss),
      };
      if (json) console.log(JSON.stringify(line));
      else lines.push(line);
    }
    if (!json) console.table(lines);
  }
}
