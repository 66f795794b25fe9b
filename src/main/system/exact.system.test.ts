/**
 * Training is exact: a process killed with -9 at any moment and another that goes on from its last checkpoint give
 * what a process left alone gives, bit for bit: weights, optimizer state, every number. Twenty moments drawn from a
 * printed seed (`NEUROLOOM_KILL_SEED` repeats one) over networks of every sort and optimizers with and without state.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckpointFile, TrainEvent, TrainStart } from '../../shared/contract/jobs.ts';
import type { Engine, Precision } from '../../shared/contract/runs.ts';
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import type { Project } from '../../shared/network/document.ts';
import { randomStream } from '../../shared/random.ts';
import { startCommand, startTraining, writeDataset } from '../jobs/train/process.fixture.ts';
import type { TrainingProcess } from '../jobs/train/process.fixture.ts';
import { chainProject, imageManifest } from '../jobs/train/project.fixture.ts';
import { cases, dense, network, numbers, projectOf, writeColumns } from '../jobs/train/recipes.fixture.ts';
import type { Case } from '../jobs/train/recipes.fixture.ts';
import { multipliesBfloat16 } from '../jobs/tensorflow/install/machine.ts';

const MOMENTS = 20;
const EPOCHS = 12;
const seed = Number(process.env['NEUROLOOM_KILL_SEED'] ?? Date.now() % 1_000_000);

const lstm: Case = {
  ...cases['timeSeries']!,
  networks: [
    network('n', [
      ['i', 'input', numbers([8])],
      ['r', 'reshape', { targetShape: [8, 1] }],
      ['l', 'lstm', { units: 4, dropout: 0.1, recurrentDropout: 0.1 }],
      ['d', 'dense', dense(2)],
      ['o', 'output', {}],
    ]),
  ],
};
const block = { numHeads: 2, intermediateDim: 8, dropout: 0.1 };
const transformer: Case = {
  ...cases['languageModel']!,
  networks: [
    network('n', [
      ['i', 'input', numbers([6])],
      ['e', 'embedding', { inputDim: 5, outputDim: 8 }],
      ['p', 'positionEmbedding', {}],
      ['b', 'transformerDecoder', { ...block, normalizeFirst: true }],
      ['c', 'transformerDecoder', block],
      ['d', 'dense', dense(5, 'softmax')],
      ['o', 'output', {}],
    ]),
  ],
};
const images = imageManifest([6, 6, 2], { rows: 80, testRows: 10, classes: 3 });
const cnn = chainProject(
  [6, 6, 2],
  [
    ['randomFlip'],
    ['randomRotation'],
    ['randomContrast'],
    ['conv2D', { filters: 3, useBias: false }],
    ['batchNormalization'],
    ['activation', { activation: 'relu' }],
    ['flatten'],
    ['dropout', { rate: 0.2 }],
    ['dense', { units: 3, activation: 'softmax' }],
  ],
  images,
  { batchSize: 12, validationFraction: 0.2, seed: 3 },
  'standard',
);

type Material = Pick<TrainStart, 'project' | 'manifest' | 'data'>;
const networks: Record<string, Case | { readonly project: Project; readonly manifest: DatasetManifest }> = {
  MLP: cases['supervised']!,
  CNN: { project: cnn, manifest: images },
  LSTM: lstm,
  GAN: cases['gan']!,
  Transformer: transformer,
};
const optimizers = {
  SGD: { kind: 'sgd', params: { momentum: 0 } },
  momentum: { kind: 'sgd', params: { momentum: 0.9 } },
  Adam: { kind: 'adam', params: {} },
} as const;
type OptimizerName = keyof typeof optimizers;

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-exact-'));
const materials = new Map<string, Material>();
beforeAll(async () => {
  for (const [name, of] of Object.entries(networks)) {
    const data = join(folder, name);
    mkdirSync(data);
    if ('project' in of) writeDataset(data, of.manifest);
    else writeColumns(of, data);
    const { project, manifest } = 'project' in of ? of : projectOf(of);
    materials.set(name, { project, manifest, data });
  }
  process.stdout.write(`Moments of seed ${seed}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let started = 0;
function start(
  name: string,
  optimizer: OptimizerName,
  resume: CheckpointFile | null = null,
  engine: Engine | null = null,
  precision: Precision = 'float32',
): TrainingProcess {
  const { project, manifest, data } = materials.get(name)!;
  const checkpoints = join(folder, `checkpoints-${started++}`);
  mkdirSync(checkpoints);
  const training = { ...project.training, epochs: EPOCHS, optimizer: optimizers[optimizer] };
  return startTraining(
    startCommand({
      project: { ...project, training },
      manifest,
      data,
      checkpoints,
      request: { backend: 'native', threads: 2, shards: null, precision },
      engine,
      resume,
    }),
  );
}

interface Outcome {
  /** Of the last checkpoint's whole file: weights, optimizer state, step, sums. */
  readonly checkpoint: string;
  readonly weights: string;
  readonly test: unknown;
  /** By step and name, later ones in the place of earlier, as the database keeps them. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** What processes told that ran one after another, the last of them to the end. */
async function outcome(...jobs: readonly TrainingProcess[]): Promise<Outcome & { readonly seconds: number }> {
  const last = jobs.at(-1)!;
  const { weights, test, seconds, how } = await last.until('ended');
  await last.exit;
  expect(how).toBe('finished');
  const metrics = jobs.flatMap(({ events }) =>
    (events as TrainEvent[]).flatMap((event) => (event.type === 'metrics' ? event.metrics : [])),
  );
  return {
    // The last process may have had nothing left to do but the test.
    checkpoint: jobs.findLast((job) => job.kept())!.kept()!.sha256,
    weights,
    test,
    metrics: Object.fromEntries(metrics.map(({ step, name, value }) => [`${step}/${name}`, value])),
    seconds,
  };
}

const told = ({ checkpoint, weights, test, metrics }: Outcome): Outcome => ({
  checkpoint,
  weights,
  test,
  metrics,
});

const alone = new Map<string, ReturnType<typeof outcome>>();
function leftAlone(name: string, optimizer: OptimizerName): ReturnType<typeof outcome> {
  const key = `${name} ${optimizer}`;
  const known = alone.get(key) ?? outcome(start(name, optimizer));
  alone.set(key, known);
  return known;
}

const matrix = Object.keys(networks).flatMap((name) =>
  (Object.keys(optimizers) as OptimizerName[]).map((optimizer) => ({ name, optimizer })),
);
const moments = Array.from({ length: MOMENTS }, (_, i) => {
  const random = randomStream(seed, `exact ${i}`);
  // Every cell once; the rest of the moments go where they fall.
  const cell = matrix[i] ?? matrix[Math.floor(random.uniform() * matrix.length)]!;
  return { ...cell, epoch: Math.floor(random.uniform() * (EPOCHS - 1)), part: random.uniform() };
});

/**
 * A process killed some seconds after it told of an epoch. A tiny network may be done before the blow falls; then
 * another is struck sooner, so that every kill lands while the process works.
 */
async function killed(
  name: string,
  optimizer: OptimizerName,
  epoch: number,
  seconds: number,
): Promise<{ readonly first: TrainingProcess; readonly engine: Engine }> {
  const first = start(name, optimizer);
  const { engine } = await first.until('engine');
  if (epoch === 0) await first.until('state', ({ state }) => state === 'training');
  else await first.until('checkpoint', (event) => event.epoch === epoch);
  await sleep(1000 * seconds);
  first.kill('SIGKILL');
  const { signal } = await first.exit;
  const done = first.events.some(({ type }) => type === 'ended');
  if (signal === 'SIGKILL' && !done) return { first, engine };
  expect(epoch + seconds, 'No blow can land before the end').toBeGreaterThan(0);
  return killed(name, optimizer, Math.floor(epoch / 2), seconds < 0.001 ? 0 : seconds / 2);
}

test.for(moments)(
  '$name with $optimizer, killed after epoch $epoch',
  async ({ name, optimizer, epoch, part }) => {
    const whole = await leftAlone(name, optimizer);
    const { first, engine } = await killed(name, optimizer, epoch, (part * whole.seconds) / EPOCHS);
    const kept = first.kept();
    const again = await outcome(first, start(name, optimizer, kept, kept && engine));
    expect(told(again)).toEqual(told(whole));
  },
);

describe.each(['float32', 'bfloat16'] as const)('twice in %s', (precision) => {
  test.skipIf(precision === 'bfloat16' && !multipliesBfloat16()).for(Object.keys(networks))(
    '%s',
    async (name) => {
      const runs = [1, 2].map(() => outcome(start(name, 'Adam', null, null, precision)));
      const [first, second] = await Promise.all(runs);
      expect(told(second!)).toEqual(told(first!));
    },
  );
});
