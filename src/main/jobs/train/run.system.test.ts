import { existsSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { readCheckpoint } from '../checkpoint/checkpoint.ts';
import { chainProject, imageManifest } from './project.fixture.ts';
import { numbersOf, runsOf } from './run.fixture.ts';

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

const runs = runsOf(manifest);
afterAll(() => runs.remove());

test('a run cut at any step goes on as if it had not been', async () => {
  const whole = await runs.run(project);
  expect(whole.ended.how).toBe('finished');
  // 40 rows in batches of 12: 4 steps an epoch, and validation, each of which looks once.
  for (const looks of [0, 3, 4, 6]) {
    const first = await runs.run(project, { looks });
    expect(first.ended.how).toBe('paused');
    const second = await runs.run(project, { resume: first.kept });
    expect(second.ended.weights).toBe(whole.ended.weights);
    expect(second.ended.test).toEqual(whole.ended.test);
    expect(numbersOf(first, second)).toEqual(numbersOf(whole));
  }
});

test('batch normalisation is kept whole: one shard', async () => {
  const { events } = await runs.run(project, { looks: 0 });
  expect(events.find((event) => event.type === 'engine')!.engine.shards).toBe(1);
});

test('a checkpoint in the middle of an epoch says where', async () => {
  const { kept } = await runs.run(project, { looks: 6 });
  const checkpoint = await readCheckpoint(kept!);
  expect(checkpoint).toMatchObject({ step: 5, epoch: 1, seed: 3, sums: { rows: 12 } });
});

test.skipIf(!existsSync('/dev/full'))('a full disk holds the run until there is room again', async () => {
  const held = await runs.run(project, { fullAt: 4 });
  expect(held.ended.how).toBe('finished');
  expect(held.ended.weights).toBe((await runs.run(project)).ended.weights);
});
test.skipIf(!existsSync('/dev/full'))('told to end while the disk is full, it says so', async () => {
  await expect(runs.run(project, { looks: 5, fullAt: 4 })).rejects.toMatchObject({
    failure: { code: 'disk-full' },
  });
});
