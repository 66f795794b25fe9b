import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckpointFile, TrainCommand } from '../../../shared/contract/jobs.ts';
import type { Engine, Metric } from '../../../shared/contract/runs.ts';
import type { Project } from '../../../shared/network/document.ts';
import { readCheckpoint } from '../checkpoint/checkpoint.ts';
import { startCommand, startTraining, writeDataset } from './process.fixture.ts';
import type { TrainingProcess } from './process.fixture.ts';
import { chainProject, imageManifest, tableManifest } from './project.fixture.ts';

const manifest = imageManifest([12, 12, 1], { rows: 700, testRows: 100, classes: 5 });
const project = chainProject(
  [12, 12, 1],
  [
    ['conv2D', { filters: 6, activation: 'relu' }],
    ['maxPooling2D'],
    ['flatten'],
    ['dropout', { rate: 0.25 }],
    ['dense', { units: 5, activation: 'softmax' }],
  ],
  manifest,
  { epochs: 4, batchSize: 8, validationFraction: 0.1, seed: 11 },
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'neuroloom-train-'));
  writeDataset(join(folder, 'data'), manifest);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runs = 0;
function startOf(
  resume: CheckpointFile | null = null,
  engine: Engine | null = null,
  of: Project = project,
): Extract<TrainCommand, { type: 'start' }> {
  const checkpoints = join(folder, `checkpoints-${runs++}`);
  mkdirSync(checkpoints);
  const request = { backend: 'native' as const, threads: 2, shards: 2, precision: 'float32' as const };
  return startCommand({
    project: of,
    manifest,
    data: join(folder, 'data'),
    checkpoints,
    request,
    engine,
    resume,
  });
}

const metricsOf = (job: TrainingProcess): readonly Metric[] =>
  job.events.flatMap((event) => (event.type === 'metrics' ? event.metrics : []));
/** By step and name, later ones in the place of earlier, as the database keeps them. */
const table = (...jobs: readonly TrainingProcess[]): Record<string, number> =>
  Object.fromEntries(jobs.flatMap(metricsOf).map(({ step, name, value }) => [`${step}/${name}`, value]));

describe('a run', () => {
  let whole: TrainingProcess;
  beforeAll(async () => {
    whole = startTraining(startOf());
    await whole.exit;
  });

  test('finishes with its numbers, checkpoints and test', async () => {
    const ended = await whole.until('ended');
    expect(ended.how).toBe('finished');
    // 600 training rows less 60 for validation, in batches of 8: 67 whole ones and one of 4.
    expect(ended.step).toBe(4 * 68);
    expect(ended.epoch).toBe(4);
    expect(ended.test!.rows).toBe(100);
    expect(ended.test!.metrics['accuracy']).toBeGreaterThan(0.8);
    expect(ended.test!.confusion!.counts.flat().reduce((a, b) => a + b)).toBe(100);
    const metrics = metricsOf(whole);
    expect(metrics.filter(({ name }) => name === 'loss').map(({ step }) => step)).toEqual(
      Array.from({ length: 272 }, (_, i) => i + 1),
    );
    expect(new Set(metrics.map(({ name }) => name))).toEqual(
      new Set([
        'loss',
        'epoch/loss',
        'epoch/accuracy',
        ...['loss', 'accuracy', 'precision', 'recall', 'f1Score', 'auc'].map((name) => `validation/${name}`),
      ]),
    );
    expect(metrics.filter(({ name }) => name === 'validation/accuracy').map(({ step }) => step)).toEqual([
      68, 136, 204, 272,
    ]);
    expect(whole.events.filter(({ type }) => type === 'checkpoint')).toHaveLength(4);
    expect(await whole.exit).toEqual({ code: 0, signal: null });
  });

  test('its last checkpoint holds what was reported', async () => {
    const event = whole.events.filter((event) => event.type === 'checkpoint').at(-1)!;
    const kept = whole.kept()!;
    expect(createHash('sha256').update(readFileSync(kept.path)).digest('hex')).toBe(event.sha256);
    const checkpoint = await readCheckpoint(kept);
    expect(checkpoint.step).toBe(272);
    expect(checkpoint.epoch).toBe(4);
    const ended = await whole.until('ended');
    expect(ended.weights).toBe(event.weights);
  });

  test('is the same bit for bit in another process', async () => {
    const again = startTraining(startOf());
    const ended = await again.until('ended');
    await again.exit;
    expect(ended.weights).toBe((await whole.until('ended')).weights);
    expect(table(again)).toEqual(table(whole));
    expect(ended.test).toEqual((await whole.until('ended')).test);
  });

  test('killed with -9 in the middle and resumed, is the run that was left alone', async () => {
    const first = startTraining(startOf());
    const { engine } = await first.until('engine');
    await first.until('checkpoint', ({ epoch }) => epoch === 2);
    first.kill('SIGKILL');
    await first.exit;
    expect(first.kept()).not.toBeNull();
    const second = startTraining(startOf(first.kept(), engine));
    const ended = await second.until('ended');
    await second.exit;
    expect(ended.weights).toBe((await whole.until('ended')).weights);
    expect(table(first, second)).toEqual(table(whole));
  });

  test('killed with -9 twice while its data stays in the files, is the run with the data in memory', async () => {
    const streamed = (resume: CheckpointFile | null, engine: Engine | null): TrainingProcess =>
      startTraining(
        startOf(resume, engine),
        undefined,
        new URL('./no-free-memory.fixture.ts', import.meta.url),
      );
    const reads = (job: TrainingProcess): boolean =>
      readdirSync(`/proc/${job.pid}/fd`).some((file) => {
        try {
          return readlinkSync(`/proc/${job.pid}/fd/${file}`).endsWith('image.u8');
        } catch {
          // It was closed in the meantime.
          return false;
        }
      });
    const first = streamed(null, null);
    const { engine } = await first.until('engine');
    await first.until('checkpoint', ({ epoch }) => epoch === 1);
    expect(reads(first)).toBe(true);
    first.kill('SIGKILL');
    await first.exit;
    const second = streamed(first.kept(), engine);
    await second.until('checkpoint', ({ epoch }) => epoch === 3);
    expect(reads(second)).toBe(true);
    second.kill('SIGKILL');
    await second.exit;
    // By now there is memory again.
    const third = startTraining(startOf(second.kept(), engine));
    await third.until('metrics');
    expect(reads(third)).toBe(false);
    const ended = await third.until('ended');
    await third.exit;
    expect(ended.weights).toBe((await whole.until('ended')).weights);
    expect(table(first, second, third)).toEqual(table(whole));
  });

  test('paused and resumed, is the run that was left alone', async () => {
    const first = startTraining(startOf());
    const { engine } = await first.until('engine');
    await first.until('metrics');
    first.send({ type: 'pause' });
    const paused = await first.until('ended');
    await first.exit;
    expect(paused.how).toBe('paused');
    expect(paused.step).toBeLessThan(272);
    const second = startTraining(startOf(first.kept(), engine));
    const ended = await second.until('ended');
    await second.exit;
    expect(ended.weights).toBe((await whole.until('ended')).weights);
    expect(table(first, second)).toEqual(table(whole));
  });

  test('a finished run resumed from its last checkpoint is tested again', async () => {
    const engine = (await whole.until('engine')).engine;
    const again = startTraining(startOf(whole.kept(), engine));
    const ended = await again.until('ended');
    expect(ended.how).toBe('finished');
    expect(ended.test).toEqual((await whole.until('ended')).test);
    await again.exit;
  });
});

test.for(['SIGTERM', 'hang-up'] as const)('%s keeps the state and ends', async (how) => {
  const slow = { ...project, training: { ...project.training, epochs: 1000 } };
  const job = startTraining(startOf(null, null, slow));
  await job.until('metrics');
  if (how === 'SIGTERM') job.kill('SIGTERM');
  else job.hangUp();
  expect(await job.exit).toEqual({ code: 0, signal: null });
  if (how === 'SIGTERM') {
    expect((await job.until('ended')).how).toBe('paused');
    expect(job.kept()).not.toBeNull();
  }
});

test('a run whose parent is gone leaves its state in the folder', async () => {
  const start = startOf(null, null, { ...project, training: { ...project.training, epochs: 1000 } });
  const job = startTraining(start);
  await job.until('metrics');
  job.hangUp();
  await job.exit;
  expect(readdirSync(start.checkpoints).some((name) => name.endsWith('.partial'))).toBe(true);
});

test('a loss that is not finite ends the run with its step', async () => {
  const numbers = tableManifest(3, { rows: 200 });
  writeDataset(join(folder, 'numbers'), numbers);
  const wild = chainProject([3], [['dense', { units: 1 }]], numbers, {
    learningRate: 100,
    optimizer: { kind: 'sgd', params: {} },
    batchSize: 10,
  });
  const job = startTraining({
    ...startOf(null, null, wild),
    manifest: numbers,
    data: join(folder, 'numbers'),
  });
  const { failure } = await job.until('failed');
  expect(failure.code).toBe('loss-not-finite');
  await job.exit;
  expect(metricsOf(job).every(({ value }) => Number.isFinite(value))).toBe(true);
});

test('a checkpoint that the core cannot keep ends the run', async () => {
  const job = startTraining(startOf(), ({ step }, send) =>
    send({ type: 'checkpoint-kept', step, failure: { code: 'disk-full', facts: { path: 'neuroloom.db' } } }),
  );
  expect((await job.until('failed')).failure.code).toBe('disk-full');
  await job.exit;
});

test('a damaged checkpoint is refused', async () => {
  const job = startTraining(startOf({ path: join(folder, 'data', 'image.u8'), sha256: '0'.repeat(64) }));
  expect((await job.until('failed')).failure.code).toBe('checkpoint-damaged');
  await job.exit;
});
