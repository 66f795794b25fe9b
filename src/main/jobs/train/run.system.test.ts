import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckpointFile, TrainEvent } from '../../../shared/contract/jobs.ts';
import { readCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Control, Start } from './control.ts';
import { writeDataset } from './process.fixture.ts';
import { chainProject, imageManifest } from './project.fixture.ts';
import { runTraining } from './run.ts';

const manifest = imageManifest([6, 6, 2], { rows: 60, testRows: 10, classes: 3 });
const project = chainProject(
  [6, 6, 2],
  [
    ['conv2D', { filters: 3, useBias: false }],
    ['batchNormalization'],
    ['activation', { activation: 'relu' }],
    ['flatten'],
    ['dropout', { rate: 0.2 }],
    ['dense', { units: 3, activation: 'softmax' }],
  ],
  manifest,
  { epochs: 3, batchSize: 12, validationFraction: 0.2, seed: 3 },
  'standard',
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'neuroloom-run-'));
  writeDataset(join(folder, 'data'), manifest);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runs = 0;
/**
 * Runs in this process; asks to pause once the loop has looked `looks` times at what was asked. `full`: the disk is
 * full when the first epoch's checkpoint is written for the first time.
 */
async function run(resume: CheckpointFile | null, looks = Infinity, full = false) {
  const checkpoints = join(folder, String(runs++));
  mkdirSync(checkpoints);
  if (full) symlinkSync('/dev/full', join(checkpoints, `4-${process.pid}.partial`));
  const events: TrainEvent[] = [];
  let seen = 0;
  const control: Control = {
    get asked() {
      seen += 1;
      return seen > looks ? 'pause' : null;
    },
    kept: () => Promise.resolve(null),
  };
  const start: Start = {
    type: 'start',
    run: 'run',
    project,
    manifest,
    data: join(folder, 'data'),
    checkpoints,
    request: { backend: 'native', threads: 1, shards: null, precision: 'float32' },
    engine: null,
    resume,
  };
  await runTraining(start, control, (event) => events.push(event));
  const last = events.filter((event) => event.type === 'checkpoint').at(-1);
  const ended = events.find((event) => event.type === 'ended')!;
  const metrics = events.flatMap((event) => (event.type === 'metrics' ? event.metrics : []));
  return { events, ended, metrics, kept: last ? { path: last.path, sha256: last.sha256 } : resume };
}

test('a run cut at any step goes on as if it had not been', async () => {
  const whole = await run(null);
  expect(whole.ended.how).toBe('finished');
  const wanted = Object.fromEntries(whole.metrics.map(({ step, name, value }) => [`${step}/${name}`, value]));
  // 40 rows in batches of 12: 4 steps an epoch, and validation, each of which looks once.
  for (const looks of [0, 3, 4, 6]) {
    const first = await run(null, looks);
    expect(first.ended.how).toBe('paused');
    const second = await run(first.kept);
    expect(second.ended.weights).toBe(whole.ended.weights);
    expect(second.ended.test).toEqual(whole.ended.test);
    const found = [...first.metrics, ...second.metrics].map(({ step, name, value }) => [
      `${step}/${name}`,
      value,
    ]);
    expect(Object.fromEntries(found)).toEqual(wanted);
  }
});

test('batch normalisation is kept whole: one shard', async () => {
  const { events } = await run(null, 0);
  expect(events.find((event) => event.type === 'engine')!.engine.shards).toBe(1);
});

test('a checkpoint in the middle of an epoch says where', async () => {
  const { kept } = await run(null, 6);
  const checkpoint = await readCheckpoint(kept!);
  expect(checkpoint).toMatchObject({ step: 5, epoch: 1, seed: 3, sums: { rows: 12 } });
});

test.skipIf(!existsSync('/dev/full'))('a full disk holds the run until there is room again', async () => {
  const held = await run(null, Infinity, true);
  expect(held.ended.how).toBe('finished');
  expect(held.ended.weights).toBe((await run(null)).ended.weights);
});
test.skipIf(!existsSync('/dev/full'))('told to end while the disk is full, it says so', async () => {
  await expect(run(null, 5, true)).rejects.toMatchObject({ failure: { code: 'disk-full' } });
});
