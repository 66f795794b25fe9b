/**
 * Speed of our training step on the reference networks, beside other libraries and what the machine can do:
 *
 *   npm run bench -- [--help]
 *
 * TensorFlow reads its threads when it loads, so each (network, threads, precision) has processes of its own. They all
 * stay, and take turns: ours, a peer, ours, the next peer, … A figure is the median of its rounds; a ratio is the
 * median, over the rounds, of ours (the mean of the turns before and after) by the peer's, so a machine that slows down
 * for a while slows both. `ratio` is that to the fastest peer.
 *
 * Batches are of 128 rows (gpt: of 12). Peers: bench_keras.py and bench_torch.py in peers/, in Python environments that are
 * made in the user's cache (several GB), or lie in the folder that NEUROLOOM_PEERS names. PyTorch reads each loss; what it
 * would pay for loading data is not counted against it.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Precision } from '../src/shared/contract/runs.ts';
import { multipliesBfloat16, physicalCores } from '../src/main/jobs/tensorflow/install/machine.ts';
import { called, listed, misuse } from './lib/call.ts';
import { startContestant } from './lib/contestant.ts';
import type { Contestant } from './lib/contestant.ts';
import { alternate } from './lib/alternate.ts';
import type { Compared } from './lib/alternate.ts';
import type { Asked } from './lib/ours.ts';
import type { Peak } from './lib/machine.ts';
import { gpuUse } from './lib/gpu.ts';
import type { GpuUse } from './lib/gpu.ts';
import { networkNames, ofPictures, scalable } from './lib/networks.ts';
import { peerNames, startPeer } from './lib/peers.ts';
import { dataSizes } from './lib/data-sizes.ts';
import { scaling } from './lib/scaling.ts';
import { watchingCost } from './lib/watching.ts';

/** What a comparison is of, printed with it. */
const TIMED = `Timed on every side: whole training steps to the end of Adam. Ours shuffles rows anew each epoch and gathers them from a
data set in the session; Keras shuffles and feeds new batches from arrays; PyTorch uses one batch again and again.`;

const OTHERS =
  'Other measurements: train, learning, fashion-mnist, canvas and window; npm run bench -- NAME --help says more.';

const { flags, names: chosen } = called({
  name: 'steps',
  summary: `Speed of our training step, beside other libraries and what the machine can do.\n${TIMED}\n\n${OTHERS}`,
  names: networkNames,
  options: {
    peers: { type: 'flag', doc: 'Beside Keras on TensorFlow and JAX, and PyTorch, in turns' },
    threads: {
      type: 'text',
      value: 'LIST',
      doc: 'How many threads to compute with, such as 1,2 (the default)',
    },
    precision: {
      type: 'text',
      value: 'LIST',
      doc: 'float32,bfloat16 (default: both, where the processor has them)',
    },
    shards: { type: 'integer', value: 'N', min: 1, max: 1024, doc: 'Parts of each batch (default: by rule)' },
    device: { type: 'choice', choices: ['cpu', 'gpu'], usual: 'cpu', doc: 'What computes (default: cpu)' },
    rounds: { type: 'integer', value: 'N', min: 1, max: 10_000, doc: 'Turns, or pairs where it is watched' },
    quick: { type: 'flag', doc: 'Shorter rounds, and fewer of them' },
    scaling: { type: 'flag', doc: 'By batch size, depth, length of sequences and size of the data, instead' },
    'data-gb': {
      type: 'number',
      value: 'GB',
      min: 0.01,
      max: 1000,
      doc: 'By the size of the data, in memory and streamed, up to so much, instead (with --scaling: 10)',
    },
    watching: { type: 'flag', doc: 'What it costs to be watched, instead' },
  },
});
const { device } = flags;
const threadCounts = flags.threads
  ? listed<number>('threads', flags.threads, { type: 'integer', value: 'N', min: 1, max: 1024, doc: '' })
  : [...new Set([1, Math.min(2, physicalCores())])];
const precisions = listed<Precision>('precision', flags.precision ?? 'float32,bfloat16', {
  type: 'choice',
  choices: ['float32', 'bfloat16'],
  doc: '',
}).filter((precision) => precision === 'float32' || device === 'gpu' || multipliesBfloat16());
if (precisions.length === 0) misuse('This processor does not multiply in bfloat16.');
const shards = flags.shards ?? null;
const rounds = flags.rounds ?? (flags.quick ? 5 : 9);
const seconds = flags.quick ? 0.3 : 1;

/** Seconds of ours alone, in which the GPU is looked at. */
const GPU_WATCHED_SECONDS = 2;

/** What is measured watched, and for how long at a time: so that one look falls into each part. */
const WATCHED = ['mlp', 'cnn', 'lstm'];
const WATCHED_SECONDS = 1;

const networks = chosen.length > 0 ? chosen : networkNames;
if (flags.watching) await tellWatching(chosen.length > 0 ? chosen : WATCHED);
else if (flags.scaling || flags['data-gb']) {
  const threads = Math.max(...threadCounts);
  const sized = flags.scaling ? networks.filter((name) => name in scalable) : [];
  const streamed = networks.filter(ofPictures);
  if (sized.length + streamed.length === 0) misuse(`This is not measured of ${networks.join(', ')}.`);
  await scaling(sized, threads, rounds, seconds, flags.json);
  await dataSizes(streamed, threads, rounds, seconds, flags['data-gb'] ?? 10, flags.json);
} else {
  if (flags.peers && !flags.json) console.log(TIMED);
  for (const threads of threadCounts) {
    await tellPeak(threads);
    for (const network of networks)
      for (const precision of precisions) await tellNetwork(network, threads, precision);
  }
}

async function tellWatching(watched: readonly string[]): Promise<void> {
  const threads = Math.max(...threadCounts);
  const pairs = flags.rounds ?? (flags.quick ? 5 : 24);
  for (const network of watched)
    for (const precision of precisions) {
      const cost = await watchingCost(network, threads, precision, shards, pairs, WATCHED_SECONDS);
      if (flags.json) {
        console.log(JSON.stringify(rounded(cost)));
        continue;
      }
      const told = ({ median, quartiles }: typeof cost.time): string =>
        `${percentOf(median)} (half of ${pairs} pairs from ${quartiles.map(percentOf).join(' to ')})`;
      console.log(
        `${network}, ${precision}, ${threads} threads, ${cost.msPerStep.toFixed(2)} ms/step: watched, a step takes ${told(cost.time)} more time, ${told(cost.processor)} more of the processor`,
      );
    }
}

function percentOf(ratio: number): string {
  return `${(100 * (ratio - 1)).toFixed(2)} %`;
}

async function tellPeak(threads: number): Promise<void> {
  const machine = await startContestant('machine', process.execPath, [
    join(import.meta.dirname, 'lib/machine.ts'),
    String(threads),
  ]);
  await machine.close();
  const peak = machine.facts as unknown as Peak;
  const processor = cpus()[0]!.model.trim();
  if (flags.json) {
    console.log(JSON.stringify({ machine: processor, ...rounded({ ...peak }) }));
    return;
  }
  const products = [
    `${count(peak.float32)} GFLOP/s in float32`,
    ...(peak.bfloat16 === null ? [] : [`${count(peak.bfloat16)} in bfloat16`]),
  ];
  console.log(
    `\n${processor}, ${threads} threads: at most ${products.join(', ')}, copies ${peak.copy.toFixed(1)} GB/s`,
  );
}

async function tellNetwork(network: string, threads: number, precision: Precision): Promise<void> {
  const ours = await startOurs(network, threads, precision, 'traced');
  const started: Contestant[] = [];
  const failed: Record<string, string> = {};
  try {
    // Eager steps are float32: bfloat16 is a pass over a trace.
    if (precision === 'float32') started.push(await startOurs(network, threads, precision, 'eager'));
    const peers = flags.peers ? peerNames : [];
    const starts = peers.map((name) => startPeer(name, network, threads, precision, device));
    for (const [i, start] of (await Promise.allSettled(starts)).entries())
      if (start.status === 'fulfilled') started.push(start.value);
      else failed[peers[i]!] = (start.reason as Error).message;
    const compared = await alternate(ours, started, rounds, seconds);
    const busy = device === 'gpu' ? await gpuUse(() => ours.round(GPU_WATCHED_SECONDS)) : null;
    report(network, threads, precision, ours, compared, failed, busy);
  } finally {
    await Promise.all([ours, ...started].map((contestant) => contestant.close()));
  }
}

function startOurs(
  network: string,
  threads: number,
  precision: Precision,
  how: Asked['how'],
): Promise<Contestant> {
  const asked: Asked = { network, threads, shards: how === 'eager' ? 1 : shards, precision, how, device };
  const file = join(import.meta.dirname, 'lib/ours.ts');
  const name = how === 'traced' ? 'ours' : 'eager';
  return startContestant(name, process.execPath, [file, JSON.stringify(asked)], device);
}

function report(
  network: string,
  threads: number,
  precision: Precision,
  { facts }: Contestant,
  { ours, others }: Compared,
  failed: Readonly<Record<string, string>>,
  busy: GpuUse | null,
): void {
  const eager = others.find(({ name }) => name === 'eager');
  const peers = others.filter(({ name }) => name !== 'eager');
  const ratio = peers.length > 0 ? Math.min(...peers.map((peer) => peer.ratio)) : null;
  if (flags.json) {
    const speeds = Object.fromEntries(peers.map(({ name, speed }) => [name, Math.round(speed)]));
    const line = {
      network,
      precision,
      threads,
      shards: facts['shards'],
      ours: Math.round(ours.speed),
      msPerStep: ours.msPerStep,
      cpuMsPerStep: ours.cpuMsPerStep,
      eager: eager ? Math.round(eager.speed) : null,
      peers: speeds,
      ratios: Object.fromEntries(peers.map((peer) => [peer.name, peer.ratio])),
      ratio,
      ...(busy && { gpu: busy }),
      ...(Object.keys(failed).length > 0 && { failed }),
    };
    console.log(JSON.stringify(rounded(line)));
    return;
  }
  console.log(`${network}, ${precision}, ${threads} threads, ${String(facts['shards'])} shards`);
  for (const each of [ours, ...others]) {
    const by = each === ours ? '' : `, ours is ${each.ratio.toFixed(2)} x as fast`;
    console.log(
      `  ${each.name.padEnd(22)} ${count(each.speed).padStart(9)} samples/s ${each.msPerStep.toFixed(2).padStart(8)} ms/step, ${each.cpuMsPerStep.toFixed(2)} of processor${by}`,
    );
  }
  for (const [name, why] of Object.entries(failed)) console.log(`  ${name.padEnd(22)} not measured: ${why}`);
  if (ratio !== null) console.log(`  ${ratio.toFixed(2)} x the fastest peer`);
  if (busy)
    console.log(
      `  ${busy.name}: busy ${busy.percent.toFixed(0)} % of the time, ${count(busy.megabytes)} MB in use`,
    );
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Numbers to four digits. */
function rounded<T>(value: T): T {
  const short = (_: string, each: unknown): unknown =>
    typeof each === 'number' && !Number.isInteger(each) ? Number(each.toPrecision(4)) : each;
  return JSON.parse(JSON.stringify(value, short)) as T;
}
