/**
 * Speed of the training step through the app's own layer kinds, on the reference networks, float32, batch 128:
 *
 *   npm run bench -- training-step [mlp] [cnn] [--json] [--threads N] [--shards N] [--backend native|portable]
 *
 * 60,000 random 28 x 28 pictures live in the session and every step is fed new row numbers. Figures are medians of
 * five runs, after a warm-up, of the whole step: gather, forward, backward, Adam.
 */
import { parseArgs } from 'node:util';
import type { DatasetManifest } from '../src/shared/data/manifest.ts';
import type { NetworkNode, Project } from '../src/shared/network/document.ts';
import { emptyProject } from '../src/shared/network/starter.ts';
import { permutation, randomStream } from '../src/shared/random.ts';
import { makePlan } from '../src/main/jobs/model/plan.ts';
import type { ModelData } from '../src/main/jobs/model/data.ts';
import { fitPreprocessing } from '../src/main/jobs/model/preprocess.ts';
import {
  chooseEngine,
  findNative,
  loadTensorFlow,
  physicalCores,
} from '../src/main/jobs/tensorflow/engine.ts';
import { portableVersion } from '../src/main/jobs/tensorflow/portable.ts';
import { createEagerTrainer } from '../src/main/jobs/train/eager.ts';
import { chooseOptimizer } from '../src/main/jobs/train/optimize.ts';
import { createTracedTrainer } from '../src/main/jobs/train/traced.ts';
import { initialState } from '../src/main/jobs/train/trainer.ts';

const ROWS = 60_000;
const BATCH = 128;
const RUNS = 5;
/** What one run takes at least, in ms. */
const RUN_TIME = 1500;

type Step = readonly [kind: string, params?: Record<string, unknown>];
const networks: Readonly<Record<string, readonly Step[]>> = {
  mlp: [
    ['flatten'],
    ['dense', { units: 256, activation: 'relu' }],
    ['dense', { units: 128, activation: 'relu' }],
    ['dense', { units: 10, activation: 'softmax' }],
  ],
  cnn: [
    ['conv2D', { filters: 32, kernelSize: [3, 3], activation: 'relu' }],
    ['conv2D', { filters: 64, kernelSize: [3, 3], activation: 'relu' }],
    ['maxPooling2D'],
    ['flatten'],
    ['dense', { units: 128, activation: 'relu' }],
    ['dense', { units: 10, activation: 'softmax' }],
  ],
};

const manifest: DatasetManifest = {
  format: 'neuroloom-dataset',
  version: 1,
  id: 'bench',
  name: 'Bench',
  rows: ROWS,
  splits: { train: [0, ROWS], validation: [ROWS, ROWS], test: [ROWS, ROWS] },
  columns: [
    { type: 'image', name: 'image', file: 'image.u8', shape: [28, 28, 1] },
    {
      type: 'category',
      name: 'label',
      file: 'label.i32',
      classes: Array.from({ length: 10 }, (_, i) => String(i)),
      counts: { train: [], validation: [], test: [] },
    },
  ],
  target: 'label',
  problems: { count: 0, first: [] },
  source: { kind: 'idx', files: [] },
  bytes: 0,
  created: '2026-01-01T00:00:00Z',
  hash: `sha256-${'0'.repeat(64)}`,
};

function projectOf(steps: readonly Step[]): Project {
  const all: Step[] = [['input'], ...steps, ['output']];
  const nodes = all.map(([kind, params = {}], i): NetworkNode => {
    return {
      id: `${kind}-${i}`,
      kind,
      name: `${kind}-${i}`,
      params,
      position: { x: 0, y: 0 },
      trainable: true,
    };
  });
  const edges = nodes.slice(1).map((node, i) => ({
    id: `edge-${i}`,
    from: { node: nodes[i]!.id, port: 'output' },
    to: { node: node.id, port: 'input' },
  }));
  const empty = emptyProject('Bench');
  return {
    ...empty,
    networks: [{ id: 'network', name: 'Network', nodes, edges }],
    data: { dataset: null, inputs: { [nodes[0]!.id]: ['image'] }, targets: { [nodes.at(-1)!.id]: 'label' } },
    training: { ...empty.training, batchSize: BATCH, validationFraction: 0, testFraction: 0 },
  };
}

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    threads: { type: 'string' },
    shards: { type: 'string' },
    backend: { type: 'string', default: 'auto' },
  },
});
const wanted = positionals.length > 0 ? positionals : Object.keys(networks);

const random = randomStream(1, 'bench');
const pixels = Uint8Array.from({ length: ROWS * 784 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
const labels = Int32Array.from({ length: ROWS }, () => random.uniform() * 10);
labels.forEach((label, row) => pixels.fill(255, row * 784 + label * 78, row * 784 + label * 78 + 60));

for (const name of wanted) {
  const steps = networks[name];
  if (!steps) throw new Error(`There is no network ${name}; there are ${Object.keys(networks).join(', ')}`);
  await bench(name, projectOf(steps));
}

async function bench(name: string, project: Project): Promise<void> {
  const plan = makePlan(project, manifest);
  const native = findNative();
  const engine = chooseEngine(
    {
      backend: flags.backend as 'auto',
      threads: flags.threads ? Number(flags.threads) : null,
      shards: flags.shards ? Number(flags.shards) : null,
    },
    {
      cores: physicalCores(),
      native: 'missing' in native ? null : native,
      portableVersion: portableVersion(),
      batchSize: BATCH,
      wholeBatch: plan.wholeBatch,
    },
  );
  if (!engine) throw new Error('There is no native TensorFlow here');
  const runtime = await loadTensorFlow(engine);
  const data: ModelData = {
    rows: ROWS,
    inputs: new Map([[plan.inputs[0]!.node, { features: 784, values: pixels }]]),
    targets: new Map([[plan.outputs[0]!.node, labels]]),
    split: { train: permutation(ROWS, 1, 'rows'), validation: new Int32Array(), test: new Int32Array() },
  };
  const optimizer = chooseOptimizer(project.training);
  const options = {
    plan,
    data,
    preprocessing: fitPreprocessing(plan, data),
    optimizer,
    state: initialState(plan, optimizer, 1),
    batchSize: BATCH,
    seed: 1,
    shards: engine.shards,
    classWeights: new Map<string, Float32Array>(),
    mix: null,
  };
  const trainer =
    runtime.kind === 'native' ? createTracedTrainer(runtime, options) : createEagerTrainer(runtime, options);
  let step = 0;
  const once = (): void => {
    const from = (step * BATCH) % (ROWS - BATCH);
    trainer.step(data.split.train.slice(from, from + BATCH), step, 0.001);
    step += 1;
    if (step % 64 === 0) trainer.recent();
  };
  once();
  const firstLoss = trainer.recent()[0]![0]!;
  for (let i = 0; i < 5; i++) once();
  const times: number[] = [];
  const cpuBefore = process.cpuUsage();
  const stepsBefore = step;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < RUN_TIME) {
      once();
      count += 1;
    }
    trainer.recent();
    times.push((performance.now() - start) / count);
  }
  const cpu = process.cpuUsage(cpuBefore);
  times.sort((a, b) => a - b);
  const ms = times[Math.floor(RUNS / 2)]!;
  once();
  const lastLoss = trainer.recent().at(-1)![0]!;
  const figures = {
    network: name,
    ...engine,
    version: runtime.version,
    samplesPerSecond: Math.round((BATCH / ms) * 1000),
    msPerStep: Number(ms.toFixed(3)),
    range: [Number(times[0]!.toFixed(3)), Number(times.at(-1)!.toFixed(3))],
    /** Processor time of a step on all cores: tells a slow step from a busy machine. */
    cpuMsPerStep: Number(((cpu.user + cpu.system) / 1000 / (step - stepsBefore)).toFixed(3)),
    firstLoss,
    lastLoss,
    memoryBytes: process.memoryUsage.rss(),
  };
  trainer.close();
  if (flags.json) console.log(JSON.stringify(figures));
  else {
    console.log(
      `${name}: ${figures.samplesPerSecond.toLocaleString('en')} samples/s, ${ms.toFixed(2)} ms/step (${figures.range.join('-')}), ${figures.cpuMsPerStep.toFixed(2)} ms of processor, ${engine.backend} ${runtime.version}, ${engine.shards} shards, ${engine.threads} threads, ${Math.round(figures.memoryBytes / 1e6)} MB`,
    );
  }
}
