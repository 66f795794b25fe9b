/**
 * What the whole `train` command keeps of the bare step's speed: numbers on their way into the database, checkpoints,
 * the order of rows. On the reference networks, with as much data as Fashion-MNIST has, of random values.
 *
 *   npm run bench -- --train [mlp] [cnn] [--epochs N] [--rounds N] [--threads N] [--precision float32] [--json]
 *
 * A round is a run from the command line between two rounds of the bare step (see `steps`). `throughput` counts rows a
 * second from the first step to the end, with the checkpoint after every epoch; `steps` leaves checkpoints out, as the run
 * itself reports it; `command` counts from the command's start, with TensorFlow to load and the graph to make. `ratio` is
 * the median of throughput by bare step. Needs a build (`npm start` or `npm test` makes one).
 */
import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { precisionSchema } from '../src/shared/contract/runs.ts';
import { physicalCores } from '../src/main/jobs/tensorflow/install/machine.ts';
import { median } from './lib/alternate.ts';
import { startContestant } from './lib/contestant.ts';
import type { Asked } from './lib/ours.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: String(Math.min(2, physicalCores())) },
    precision: { type: 'string', default: 'float32' },
    json: { type: 'boolean', default: false },
  },
});
const ROWS = 60_000;
const SIDE = 28;
/** About ten seconds of each. */
const EPOCHS: Readonly<Record<string, number>> = { mlp: 30, cnn: 1 };
const CLI = join(import.meta.dirname, '../dist/node/cli.js');
const precision = precisionSchema.parse(flags.precision);
const threads = Number(flags.threads);

interface Done {
  readonly seconds: number;
  readonly samplesPerSecond: number;
}

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-bench-'));
try {
  const files = writePictures(join(folder, 'files'));
  neuroloom('import', ...files, '--name', 'Pictures');
  for (const network of positionals.length > 0 ? positionals : Object.keys(EPOCHS)) await tell(network);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function tell(network: string): Promise<void> {
  const epochs = Number(flags.epochs ?? EPOCHS[network] ?? 1);
  const asked: Asked = { network, threads, shards: null, precision, how: 'traced' };
  const file = join(import.meta.dirname, 'lib/ours.ts');
  const step = await startContestant('step', process.execPath, [file, JSON.stringify(asked)]);
  const bare = async (): Promise<number> => {
    const { samples, seconds } = await step.round(2);
    return samples / seconds;
  };
  const project = join(import.meta.dirname, `networks/${network}.neuroloom`);
  const rounds: Record<'bare' | 'throughput' | 'steps' | 'command' | 'ratio', number>[] = [];
  let before = await bare();
  for (let round = 0; round < Number(flags.rounds); round++) {
    const began = performance.now();
    const options = ['--epochs', String(epochs), '--threads', String(threads), '--precision', precision];
    const done = neuroloom('train', project, '--data', 'Pictures', ...options) as unknown as Done;
    const rows = epochs * ROWS;
    const command = (1000 * rows) / (performance.now() - began);
    const after = await bare();
    const both = (before + after) / 2;
    const throughput = rows / done.seconds;
    rounds.push({ bare: both, throughput, steps: done.samplesPerSecond, command, ratio: throughput / both });
    before = after;
  }
  await step.close();
  const middle = (of: keyof (typeof rounds)[number]): number => median(rounds.map((round) => round[of]));
  const line = {
    network,
    precision,
    threads,
    epochs,
    bare: Math.round(middle('bare')),
    throughput: Math.round(middle('throughput')),
    steps: Math.round(middle('steps')),
    command: Math.round(middle('command')),
    ratio: Number(middle('ratio').toFixed(3)),
  };
  if (flags.json) console.log(JSON.stringify(line));
  else console.table([line]);
}

/** The last line of a command's answer. */
function neuroloom(...args: string[]): Record<string, unknown> {
  const run = spawnSync(
    process.execPath,
    [CLI, ...args, '--workspace', join(folder, 'workspace'), '--json'],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1 << 28,
    },
  );
  if (run.status !== 0)
    throw new Error(`neuroloom ${args[0]} ended with ${run.status}:\n${run.stdout.slice(-2000)}`);
  return JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
}

/** Random pictures and classes in IDX files. */
function writePictures(place: string): readonly string[] {
  mkdirSync(place);
  const idx = (name: string, dims: readonly number[], values: Uint8Array): string => {
    const header = Buffer.alloc(4 + 4 * dims.length);
    header.set([0, 0, 8, dims.length]);
    dims.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
    const path = join(place, name);
    writeFileSync(path, Buffer.concat([header, values]));
    return path;
  };
  const pictures = randomFillSync(new Uint8Array(ROWS * SIDE * SIDE));
  return [
    idx('train-images-idx3-ubyte', [ROWS, SIDE, SIDE], pictures),
    idx(
      'train-labels-idx1-ubyte',
      [ROWS],
      Uint8Array.from({ length: ROWS }, (_, i) => (i * 7) % 10),
    ),
  ];
}
