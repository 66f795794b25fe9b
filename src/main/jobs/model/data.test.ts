import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { chainProject, tableManifest } from '../train/project.fixture.ts';
import { countFrom, KEPT_ORDER } from '../../../shared/random.ts';
import { epochSamples, gatherFeatures, loadData } from './data.ts';
import { makePlan } from './plan.ts';
import { fitPreprocessing } from './preprocess.ts';

const table = tableManifest(1, { rows: 4, classes: 2 });
/** A number, a text of three tokens, a class. */
const manifest: DatasetManifest = {
  ...table,
  columns: [
    table.columns[0]!,
    {
      type: 'tokens',
      name: 'text',
      file: 'text.i32',
      length: 3,
      vocabulary: ['<pad>', '<unk>', 'a', 'b'],
      tokenizer: { kind: 'words' },
      special: { padding: 0, start: null, end: null, unknown: 1 },
    },
    table.columns[1]!,
  ],
};
const dense = (units: number) => ['dense', { units }] as const;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neuroloom-data-'));
  const write = (file: string, values: Float32Array | Int32Array): Promise<void> =>
    writeFile(join(folder, file), new Uint8Array(values.buffer));
  await write(manifest.columns[0]!.file, Float32Array.of(0.5, 1.5, 2.5, 3.5));
  await write('text.i32', Int32Array.of(2, 3, 0, 3, 0, 0, 1, 1, 2, 2, 2, 2));
  await write(manifest.columns[2]!.file, Int32Array.of(0, 1, 0, 1));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a column of tokens gives an input its ids, which nothing scales', async () => {
  const project = chainProject([4], [dense(2)], manifest, {}, 'standard');
  const plan = makePlan(project, manifest);
  const data = await loadData(plan, manifest, folder, project.training);
  const input = data.inputs.get('input')!;
  expect(input.width).toBe(4);
  expect([...gatherFeatures(input, null, [0, 2])]).toEqual([0.5, 2, 3, 0, 2.5, 1, 1, 2]);
  const { offset, scale } = fitPreprocessing(plan, data).inputs['input']!;
  expect([offset.slice(1), scale.slice(1)]).toEqual([
    [0, 0, 0],
    [1, 1, 1],
  ]);
  expect(offset[0]).not.toBe(0);
});

test('windows over several series stay within each, whatever part of it trains', async () => {
  const series: DatasetManifest = {
    ...tableManifest(0, { rows: 24 }),
    columns: [manifest.columns[0]!],
    order: 'time',
    series: {
      column: 'id',
      ranges: [
        { name: 'a', rows: [0, 10] },
        { name: 'b', rows: [10, 14] },
        { name: 'c', rows: [14, 24] },
      ],
    },
  };
  const own = await mkdtemp(join(tmpdir(), 'neuroloom-series-'));
  const values = Float32Array.from({ length: 24 }, (_, i) => i);
  await writeFile(join(own, manifest.columns[0]!.file), new Uint8Array(values.buffer));
  const empty = chainProject([3, 1], [['flatten'], dense(1)], series);
  const project = {
    ...empty,
    recipe: { kind: 'timeSeries', params: {} },
    data: { ...empty.data, inputs: { input: ['x0'] }, targets: { output: 'x0' } },
    training: { ...empty.training, validationFraction: 0, testFraction: 0.4 },
  };
  const { split } = await loadData(makePlan(project, series), series, own, project.training);
  // Windows of three values and the next, in a 0 … 5, b 10 … 12 (too short), c 14 … 19; then in what tests.
  expect([...split.train]).toEqual([0, 1, 2, 14, 15, 16]);
  expect([...split.test]).toEqual([6, 20]);
  await rm(own, { recursive: true });
});

test('what holds tokens cannot be learned, and says so', () => {
  const project = chainProject([4], [dense(2)], manifest);
  const learnsText = { ...project, data: { ...project.data, targets: { output: 'text' } } };
  expect(() => makePlan(learnsText, manifest)).toThrow('output cannot learn text, which holds text.');
});

test('rows are the same from memory, from their columns, and laid side by side', async () => {
  const project = chainProject([4], [dense(2)], manifest, {}, 'standard');
  const plan = makePlan(project, manifest);
  const found = [];
  for (const how of [{}, { room: 0 }, { room: 0, scratch: folder }]) {
    const data = await loadData(plan, manifest, folder, project.training, how);
    const input = data.inputs.get('input')!;
    const rows = gatherFeatures(input, null, [3, 0, 1, 1]);
    found.push({ rows, preprocessing: fitPreprocessing(plan, data), split: data.split });
    expect(input.columns.length).toBe(how.room === undefined ? 0 : 'scratch' in how ? 1 : 2);
    data.close();
  }
  expect(found[1]).toEqual(found[0]);
  expect(found[2]).toEqual(found[0]);
  expect(await readdir(folder)).toHaveLength(3);
});

test('an epoch of more samples than an order is kept of is computed part by part, the same for the same epoch', () => {
  const rows = KEPT_ORDER + 1000;
  const none = new Int32Array();
  const data = { split: { train: countFrom(5, 5 + rows), validation: none, test: none }, stride: 1 };
  const [first, again, next] = [0, 0, 1].map((epoch) => epochSamples(data, 3, epoch));
  expect(first!.length).toBe(rows);
  const seen = new Set<number>();
  for (let part = 0; part < 100; part++) {
    const from = part * 330_000;
    const samples = first!.slice(from, from + 64);
    expect(again!.slice(from, from + 64)).toEqual(samples);
    expect(next!.slice(from, from + 64)).not.toEqual(samples);
    for (const row of samples) seen.add(row);
  }
  expect(seen.size).toBe(6400);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...seen)).toBeLessThan(5 + rows);
  // The last batch is what is left.
  expect(first!.slice(rows - 3, rows + 61)).toHaveLength(3);
});
