/** Every starter project trains as it is: a plan, data, and two steps with finite losses. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Column, DatasetManifest } from '../../../shared/data/manifest.ts';
import { rowBytes } from '../../../shared/data/manifest.ts';
import { recipesFor, starterProject } from '../../../shared/network/starter.ts';
import { book, phrases, pictures, reviews, series, table } from '../../../shared/network/testing.ts';
import { randomStream } from '../../../shared/random.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { firstLosses } from './learn.fixture.ts';

let native: NativeTensorFlow;
let folder: string;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('These tests need native TensorFlow');
  native = runtime;
  folder = await mkdtemp(join(tmpdir(), 'neuroloom-starters-'));
});
afterAll(() => rm(folder, { recursive: true }));

const ROWS = 160;
const random = randomStream(5, 'starters');

/** Values that a column may have: any pixel, number, class or token. */
function valuesOf(column: Column): Uint8Array | Float32Array | Int32Array {
  const below = (n: number): number => Math.floor(random.uniform() * n);
  const size = ROWS * (column.type === 'image' ? rowBytes(column) : rowBytes(column) / 4);
  const each = { length: size };
  switch (column.type) {
    case 'image':
      return Uint8Array.from(each, () => below(256));
    case 'number':
      return Float32Array.from(each, () => random.normal());
    case 'category':
      return Int32Array.from(each, () => below(column.classes.length));
    case 'tokens':
      return Int32Array.from(each, () => below(column.vocabulary.length));
  }
}

const sets = [pictures(13), table(4), book(), series(2), phrases(), reviews()];
const few = ({ splits, ...data }: DatasetManifest): DatasetManifest => ({
  ...data,
  rows: ROWS,
  splits: { ...splits, train: [0, ROWS], validation: [ROWS, ROWS], test: [ROWS, ROWS] },
});
const cases = sets
  .map(few)
  .flatMap((data) => recipesFor(data).map((kind) => [data.name, kind, data] as const));

test.each(cases)('%s, %s', async (name, kind, manifest) => {
  const project = starterProject(manifest, name, kind);
  for (const column of manifest.columns) await writeFile(join(folder, column.file), valuesOf(column));
  const losses = await firstLosses(native, project, { manifest, folder }, { steps: 2, batchSize: 4 });
  expect(losses).toHaveLength(2);
  expect(losses.every(Number.isFinite)).toBe(true);
});
