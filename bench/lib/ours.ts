/**
 * Our trainer as a contestant: `node ours.ts JSON` (see `Asked`). Rows are shuffled anew each epoch, as in a run; each
 * step is fed their numbers, gathers them from the data in the session, and runs to Adam's end. A round that is watched
 * also tells curves and looks, as a job does while a window is open.
 */
import { openSync, readFileSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { createInterface } from 'node:readline';
import { encodeFrame, NO_BYTES } from '../../src/shared/contract/frames.ts';
import type { TrainEvent } from '../../src/shared/contract/jobs.ts';
import type { Precision } from '../../src/shared/contract/runs.ts';
import { multiplyAddsOf } from '../../src/shared/network/shards.ts';
import { chooseEngine, findNative, loadTensorFlow } from '../../src/main/jobs/tensorflow/engine.ts';
import { multipliesBfloat16 } from '../../src/main/jobs/tensorflow/install/machine.ts';
import { portableVersion } from '../../src/main/jobs/tensorflow/portable.ts';
import { epochSamples, samplesPerEpoch } from '../../src/main/jobs/model/data.ts';
import { createEagerTrainer } from '../../src/main/jobs/train/eager.ts';
import { stepSize, stepsTogether } from '../../src/main/jobs/train/trainer.ts';
import { createTracedTrainer } from '../../src/main/jobs/train/traced.ts';
import { createBook } from '../../src/main/jobs/train/metrics.ts';
import { createWatcher } from '../../src/main/jobs/train/watcher.ts';
import type { Device } from './contestant.ts';
import { networkOf, optionsFrom, optionsOf, scalable, withRows } from './networks.ts';
import type { Size } from './networks.ts';

export interface Asked {
  readonly network: string;
  readonly threads: number;
  /** Null: by rule. */
  readonly shards: number | null;
  readonly precision: Precision;
  readonly how: 'traced' | 'eager';
  /** 'cpu' where nothing is said, also where the library could use a GPU. */
  readonly device?: Device;
  /** One of `scalable` in this size, in the place of the reference network. */
  readonly size?: Size;
  /** Pictures in a folder, in the place of those of the reference; at most so many bytes of them in memory. */
  readonly data?: { readonly folder: string; readonly rows: number; readonly room: number };
}

const asked = JSON.parse(process.argv[2]!) as Asked;
const reference = asked.size ? scalable[asked.network]!(asked.size) : networkOf(asked.network);
const native = findNative();
if ('missing' in native) throw new Error(native.missing);
const options = asked.data
  ? await optionsFrom(withRows(reference, asked.data.rows), asked.data.folder, asked.data.room)
  : await optionsOf(reference);
const engine = chooseEngine(
  { ...asked, backend: 'native' },
  {
    cores: asked.threads,
    native: { ...native, device: asked.device ?? 'cpu' },
    portableVersion: portableVersion(),
    bfloat16: multipliesBfloat16(),
    batchSize: options.batchSize,
    multiplyAdds: multiplyAddsOf(options.plan.networks.map(({ inferred }) => inferred)),
    wholeBatch: options.plan.wholeBatch,
  },
)!;
const runtime = await loadTensorFlow(engine);
if (runtime.kind !== 'native') throw new Error('Native TensorFlow did not load');
if (runtime.device !== engine.device)
  throw new Error(
    `TensorFlow ${runtime.version} computes on the ${runtime.device} here, not on the ${engine.device}`,
  );

const began = performance.now();
const own = { ...options, shards: engine.shards };
const traced =
  asked.how === 'traced' ? createTracedTrainer(runtime, own, engine.precision, engine.stepsPerCall) : null;
const trainer = traced ?? createEagerTrainer(runtime, own);
const prepareSeconds = (performance.now() - began) / 1000;
// The session has its own copy.
if (traced) own.data.inputs.clear();

const { seed, data } = own;
const size = stepSize(own.plan, own.batchSize);
const stepsPerEpoch = Math.floor(samplesPerEpoch(data) / size);
let order = epochSamples(data, seed, 0);
const { learningRate } = reference.project.training;
let [step, expected] = [0, 0];
const samplesOf = (place: number, count = 1): Int32Array => order.slice(place * size, (place + count) * size);
const parent = openSync(devNull, 'w');
const send = (head: TrainEvent, bytes: Uint8Array = NO_BYTES): void =>
  void writeSync(parent, encodeFrame({ head, bytes }));
const run = 'bench';
const book = createBook({
  run,
  series: own.plan.series,
  sums: { rows: 0, series: [] },
  epochs: 1,
  steps: stepsPerEpoch,
  rowsPerEpoch: size * stepsPerEpoch,
  send,
});
/** Milliseconds of rounds that were not watched: looks are as rare as if there were none. */
let unwatched = 0;
const watcher = createWatcher(run, trainer, { watched: true }, send, () => performance.now() - unwatched);
function once(watched = false): void {
  const place = step % stepsPerEpoch;
  if (place === 0) {
    order = epochSamples(data, seed, step / stepsPerEpoch);
    expected = 0;
  }
  while (expected < stepsPerEpoch && trainer.expect(samplesOf(expected))) expected += 1;
  if (watched) watcher.before(samplesOf(place), step);
  const count = stepsTogether(trainer, stepsPerEpoch - place);
  const measured = trainer.step(samplesOf(place, count), step, ...Array<number>(count).fill(learningRate));
  step += count;
  if (watched) book.stepped(step, 1, count * size, measured);
}

const firstSeconds = seconds(() => once());
for (let i = 0; i < 3; i++) once();
tell({
  ready: 'ours',
  ...engine,
  version: runtime.version,
  prepareSeconds,
  firstSeconds,
  parameters: own.plan.parameters,
  nodes: traced ? [...traced.session.counts.values()].reduce((a, b) => a + b) : 0,
  ...memory(),
});
for await (const line of createInterface({ input: process.stdin })) {
  const [length, how] = line.split(' ');
  const watched = how === 'watched';
  const until = performance.now() + Number(length) * 1000;
  const before = step;
  const processor = process.cpuUsage();
  const took = seconds(() => {
    while (step === before || performance.now() < until) once(watched);
    if (watched) book.flush();
  });
  if (!watched) unwatched += took * 1000;
  const { user, system } = process.cpuUsage(processor);
  const steps = step - before;
  tell({ steps, samples: steps * size, seconds: took, cpu: (user + system) / 1e6 });
}
trainer.close();
data.close();

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** Resident memory, what of it is this process' own share (Linux), and the most that it was. */
function memory(): { readonly rss: number; readonly pss: number | null; readonly peak: number } {
  const rss = process.memoryUsage.rss();
  const peak = process.resourceUsage().maxRSS * 1024;
  if (process.platform !== 'linux') return { rss, pss: null, peak };
  const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'));
  return { rss, pss: Number(pss![1]) * 1024, peak };
}

function tell(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`);
}
