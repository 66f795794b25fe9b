import { existsSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { CheckpointFile } from '../../../shared/contract/jobs.ts';
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
  const { engine } = whole.events.find((event) => event.type === 'engine')!;
  // 40 rows in batches of 12: 3 steps in a call and one of the rest an epoch, and validation, each of which looks once.
  expect(engine.stepsPerCall).toBeGreaterThan(3);
  const alone = { ...engine, stepsPerCall: 1 };
  for (const [looks, first, then] of [
    [0, engine, engine],
    [1, engine, engine],
    [2, engine, engine],
    [4, engine, alone],
    // One by one, to a place that steps taken together never stop at.
    [3, alone, engine],
    [4, alone, engine],
    [6, alone, engine],
    [7, alone, alone],
  ] as const) {
    const cut = await runs.run(project, { looks, engine: first });
    expect(cut.ended.how).toBe('paused');
    const rest = await runs.run(project, { resume: cut.kept, engine: then });
    expect(rest.ended.weights).toBe(whole.ended.weights);
    expect(rest.ended.test).toEqual(whole.ended.test);
    expect(numbersOf(cut, rest)).toEqual(numbersOf(whole));
  }
});

test('checkpoints within epochs change nothing, and lead to the same end', async () => {
  const whole = await runs.run(project);
  const engine = { ...whole.events.find((event) => event.type === 'engine')!.engine, stepsPerCall: 1 };
  const files: CheckpointFile[] = [];
  const often = await runs.run(project, {
    engine,
    checkpointEvery: { epochs: 0, steps: 0 },
    onKept: (file) => files.push(file),
  });
  // Four steps an epoch.
  expect(files.map(({ path }) => Number(/(\d+)-\d+\.partial$/.exec(path)![1]))).toEqual(
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  for (const resume of [files[1]!, files[6]!, files[8]!]) {
    const rest = await runs.run(project, { resume, engine });
    expect(rest.ended.weights).toBe(whole.ended.weights);
    expect(numbersOf(often, rest)).toEqual(numbersOf(whole));
  }
  expect(numbersOf(often)).toEqual(numbersOf(whole));
});

test('batch normalisation is kept whole: one shard', async () => {
  const { events } = await runs.run(project, { looks: 0 });
  expect(events.find((event) => event.type === 'engine')!.engine.shards).toBe(1);
});

test('a checkpoint in the middle of an epoch says where', async () => {
  const { kept } = await runs.run(project, { looks: 4 });
  const checkpoint = await readCheckpoint(kept!);
  expect(checkpoint).toMatchObject({ step: 7, epoch: 1, seed: 3, sums: { rows: 36 } });
});

test.skipIf(!existsSync('/dev/full'))('a full disk holds the run until there is room again', async () => {
  const held = await runs.run(project, { fullAt: 4 });
  expect(held.ended.how).toBe('finished');
  expect(held.ended.weights).toBe((await runs.run(project)).ended.weights);
});
test.skipIf(!existsSync('/dev/full'))('told to end while the disk is full, it says so', async () => {
  await expect(runs.run(project, { looks: 3, fullAt: 4 })).rejects.toMatchObject({
    failure: { code: 'disk-full' },
  });
});
