/**
 * What the whole `train` command keeps of the bare step's speed: numbers on their way into the database, checkpoints,
 * the order of rows. On the reference networks, with as much data as Fashion-MNIST has, of random values.
 *
 *   npm run bench -- --train [--help]
 *
 * A round is a run from the command line between two rounds of the bare step (see `steps`) on the same data. Rows a second:
 * `command` counts from the command's start to its end, with processes and TensorFlow to start, data to read, the graph to
 * make and a checkpoint after every epoch; `training` from the first step to the end; `steps` leaves checkpoints out, as the
 * run itself reports it. `ratio` is the median of command by bare step, `trainingRatio` that of training. A start takes about
 * a second: the longer a run, the less it counts. Needs a build (`npm start` or `npm test` makes one).
 */
import { spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { physicalCores } from '../src/main/jobs/tensorflow/install/machine.ts';
import { median } from './lib/alternate.ts';
import { called } from './lib/call.ts';
import { startContestant } from './lib/contestant.ts';
import { networkNames, networkOf, ofPictures } from './lib/networks.ts';
import type { Asked } from './lib/ours.ts';

const ROWS = 60_000;
const SIDE = 28;
/** About half a minute of each. */
const EPOCHS: Readonly<Record<string, number>> = { mlp: 90, cnn: 3 };
const CLI = join(import.meta.dirname, '../dist/node/cli.js');
const { flags, names } = called({
  name: 'train',
  summary:
    'What the whole train command keeps of the bare step’s speed (mlp and cnn, where nothing is chosen): runs of the command between rounds of the step, on the same random pictures.',
  names: networkNames.filter(ofPictures),
  options: {
    epochs: {
      type: 'integer',
      value: 'N',
      min: 1,
      max: 100_000,
      doc: 'Of a run (default: about half a minute)',
    },
    rounds: { type: 'integer', value: 'N', min: 1, max: 1000, doc: 'Runs (default: 5)' },
    threads: {
      type: 'integer',
      value: 'N',
      min: 1,
      max: 1024,
      doc: 'Of both (default: 2, or 1 on one core)',
    },
    precision: {
      type: 'choice',
      choices: ['float32', 'bfloat16'],
      usual: 'float32',
      doc: 'Of both (default: float32)',
    },
  },
});
const { precision, threads = Math.min(2, physicalCores()), rounds: runs = 5 } = flags;

/** A line of the command's answer, and when it came. */
interface Line {
  readonly at: number;
  readonly event: string;
  readonly state?: string;
  readonly samplesPerSecond?: number;
}

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-bench-'));
try {
  const files = writePictures(join(folder, 'files'));
  await neuroloom('import', ...files, '--name', 'Pictures');
  for (const network of names.length > 0 ? names : Object.keys(EPOCHS)) await tell(network);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function tell(network: string): Promise<void> {
  const epochs = flags.epochs ?? EPOCHS[network] ?? 1;
  const data = { folder: join(folder, 'files'), rows: ROWS, room: Number.MAX_SAFE_INTEGER };
  const asked: Asked = { network, threads, shards: null, precision, how: 'traced', data };
  const file = join(import.meta.dirname, 'lib/ours.ts');
  const step = await startContestant('step', process.execPath, [file, JSON.stringify(asked)]);
  const bare = async (): Promise<number> => {
    const { samples, seconds } = await step.round(2);
    return samples / seconds;
  };
  const project = join(import.meta.dirname, `networks/${network}.neuroloom`);
  const rounds: Record<'bare' | 'command' | 'training' | 'steps' | 'ratio' | 'trainingRatio', number>[] = [];
  let before = await bare();
  for (let round = 0; round < runs; round++) {
    const began = performance.now();
    const options = ['--epochs', String(epochs), '--threads', String(threads), '--precision', precision];
    const lines = await neuroloom('train', project, '--data', 'Pictures', ...options);
    const ended = performance.now();
    const trained = lines.find(({ state }) => state === 'training')!.at;
    const speed = (from: number): number => (1000 * epochs * ROWS) / (ended - from);
    const [command, training] = [speed(began), speed(trained)];
    const after = await bare();
    const both = (before + after) / 2;
    const steps = lines.at(-1)!.samplesPerSecond!;
    rounds.push({
      bare: both,
      command,
      training,
      steps,
      ratio: command / both,
      trainingRatio: training / both,
    });
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
    command: Math.round(middle('command')),
    training: Math.round(middle('training')),
    steps: Math.round(middle('steps')),
    ratio: Number(middle('ratio').toFixed(3)),
    trainingRatio: Number(middle('trainingRatio').toFixed(3)),
  };
  if (flags.json) console.log(JSON.stringify(line));
  else console.table([line]);
}

/** The lines of a command's answer. */
async function neuroloom(...args: string[]): Promise<readonly Line[]> {
  const command = [CLI, ...args, '--workspace', join(folder, 'workspace'), '--json'];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close') as Promise<[number | null]>;
  const lines: Line[] = [];
  for await (const text of createInterface({ input: child.stdout }))
    lines.push({ ...(JSON.parse(text) as Omit<Line, 'at'>), at: performance.now() });
  const [code] = await gone;
  if (code !== 0)
    throw new Error(`neuroloom ${args[0]} ended with ${code}: ${JSON.stringify(lines.slice(-3))}`);
  return lines;
}

/** Random pictures and classes: in IDX files, whose paths it answers, and beside them as columns for the bare step. */
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
  const labels = Int32Array.from({ length: ROWS }, (_, i) => (i * 7) % 10);
  for (const { type, file } of networkOf('mlp').manifest.columns)
    writeFileSync(join(place, file), type === 'image' ? pictures : labels);
  return [
    idx('train-images-idx3-ubyte', [ROWS, SIDE, SIDE], pictures),
    idx('train-labels-idx1-ubyte', [ROWS], Uint8Array.from(labels)),
  ];
}
