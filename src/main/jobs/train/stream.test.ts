/** Training on data that stays in its files: the same run bit for bit, and a file that is damaged ends it. */
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { CheckpointFile } from '../../../shared/contract/jobs.ts';
import { rowBytes } from '../../../shared/data/manifest.ts';
import { failure } from '../../../shared/words/failures.ts';
import { chainProject, imageManifest } from './project.fixture.ts';
import { numbersOf, runsOf } from './run.fixture.ts';
import { images, pictures, streamsTheSame, training } from './stream.fixture.ts';

streamsTheSame('native', 2);

const runs = runsOf(images);
afterAll(() => runs.remove());
const image = join(runs.data, 'image.u8');

test('what fits is in memory, and the rest is read', async () => {
  const resident = await runs.run(pictures);
  // The labels take 600 bytes, the pictures 5400.
  const partly = await runs.run(pictures, { room: 1000 });
  expect(partly.ended.weights).toBe(resident.ended.weights);
  expect(numbersOf(partly)).toEqual(numbersOf(resident));
});

test('a run that was interrupted goes on as if it had not been', async () => {
  const whole = await runs.run(pictures);
  const first = await runs.run(pictures, { room: 0, looks: 11 });
  expect(first.ended).toMatchObject({ how: 'paused', step: 10 });
  const second = await runs.run(pictures, { room: 0, resume: first.kept });
  expect(second.ended.weights).toBe(whole.ended.weights);
  expect(numbersOf(first, second)).toEqual(numbersOf(whole));
});

const damaged = (detail: string) => failure('data-damaged', { name: images.name, detail });

test('a file that is gone or has another length is said before anything is trained', async () => {
  const contents = readFileSync(image);
  rmSync(image);
  await expect(runs.run(pictures, { room: 0 })).rejects.toMatchObject({
    failure: damaged('image.u8 cannot be read (ENOENT)'),
  });
  writeFileSync(image, contents.subarray(1));
  await expect(runs.run(pictures, { room: 0 })).rejects.toMatchObject({
    failure: damaged('image.u8 has 5399 bytes in place of 5400'),
  });
  writeFileSync(image, contents);
});

test('a file that is cut off while the run goes on ends it, and its checkpoint stays', async () => {
  const contents = readFileSync(image);
  const whole = await runs.run(pictures);
  let kept: CheckpointFile | null = null;
  const cut = (file: CheckpointFile): void => {
    kept ??= file;
    truncateSync(image, 100);
  };
  await expect(runs.run(pictures, { room: 0, onKept: cut })).rejects.toMatchObject({
    failure: damaged('image.u8 ends after 100 bytes'),
  });
  writeFileSync(image, contents);
  const rest = await runs.run(pictures, { room: 0, resume: kept });
  expect(rest.ended.weights).toBe(whole.ended.weights);
});

test('a run takes memory by its batches, not by its data', async () => {
  const large = imageManifest([64, 64, 3], { rows: 150_000, classes: 3 });
  const zeros = (folder: string): void => {
    mkdirSync(folder);
    for (const column of large.columns) {
      const path = join(folder, column.file);
      writeFileSync(path, '');
      truncateSync(path, large.rows * rowBytes(column));
    }
  };
  const own = runsOf(large, { write: zeros });
  try {
    const project = chainProject([64, 64, 3], [['flatten'], ['dense', { units: 3 }]], large, training);
    const before = process.memoryUsage.rss();
    // 1.8 GB of pictures, and 0.6 MB of classes.
    const { ended } = await own.run(project, { room: 1e6, looks: 41 });
    expect(ended).toMatchObject({ how: 'paused', step: 41 });
    // TensorFlow, where no test before this one has loaded it.
    expect(process.memoryUsage.rss() - before).toBeLessThan(9e8);
  } finally {
    own.remove();
  }
});
