import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Input, Output } from '../../../shared/contract/core.ts';
import type { Core } from '../core.ts';
import { writeDataset } from '../testing/data.ts';
import { asker, newWorkspace, openTestCore, removeWorkspace } from '../testing/harness.ts';
import type { Ask } from '../testing/harness.ts';

let workspace: string;
let core: Core;
let ask: Ask;
beforeEach(async () => {
  workspace = newWorkspace();
  writeDataset(workspace, 'points', 40);
  mkdirSync(join(workspace, 'datasets', 'not-a-data-set'));
  core = await openTestCore(workspace);
  ask = asker(core);
});
afterEach(async () => {
  await core.close(0);
  removeWorkspace(workspace);
});

/** Rows decoded as [x, y, class]. */
async function rows(
  page: Omit<Input<'datasets.rows'>, 'id'>,
): Promise<{ total: number; values: number[][] }> {
  const reply = await core.answer('datasets.rows', { id: 'points', ...page });
  if (!reply.ok) throw new Error(reply.failure.code);
  const head = reply.value as Output<'datasets.rows'>;
  const view = new DataView(reply.bytes.buffer, reply.bytes.byteOffset, reply.bytes.byteLength);
  const [x, y, kind] = head.columns;
  const values = head.rows.map((row, i) => {
    const value = [x!, y!].map((column) => view.getFloat32(column.from + 4 * i, true));
    expect(value[0]).toBe(row);
    return [...value, view.getInt32(kind!.from + 4 * i, true)];
  });
  return { total: head.total, values };
}

it('reads pages of a split, and of one class of it', async () => {
  expect(await rows({ split: 'train', from: 2, count: 3 })).toEqual({
    total: 30,
    values: [
      [2, -2, 2],
      [3, -3, 0],
      [4, -4, 1],
    ],
  });
  const last = await rows({ split: 'test', from: 8, count: 100 });
  expect([last.total, last.values.map(([x]) => x)]).toEqual([10, [38, 39]]);
  expect(await rows({ split: 'validation', from: 0, count: 10 })).toEqual({ total: 0, values: [] });
  expect(await rows({ split: 'train', from: 900, count: 10 })).toEqual({ total: 30, values: [] });
  const ofClass = await rows({ split: 'train', from: 3, count: 4, category: { column: 'kind', index: 1 } });
  expect([ofClass.total, ofClass.values.map(([x]) => x)]).toEqual([10, [10, 13, 16, 19]]);
  const none = await rows({ split: 'train', from: 0, count: 4, category: { column: 'kind', index: 9 } });
  expect(none).toEqual({ total: 0, values: [] });
  await expect(
    rows({ split: 'train', from: 0, count: 1, category: { column: 'x', index: 0 } }),
  ).rejects.toThrow('not-found');
});

it('tells the moments of a series beside its rows', async () => {
  const folder = join(workspace, 'datasets', 'points');
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as object;
  const time = { column: 'year', first: '1700.5', last: '1739.5', clock: 'number', file: 'moments.f64' };
  await core.close(0);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, order: 'time', time }));
  writeFileSync(
    join(folder, time.file),
    Buffer.from(Float64Array.from({ length: 40 }, (_, i) => 1700.5 + i).buffer),
  );
  core = await openTestCore(workspace);
  const reply = await core.answer('datasets.rows', { id: 'points', split: 'test', from: 8, count: 100 });
  if (!reply.ok) throw new Error(reply.failure.code);
  const { moments } = reply.value as Output<'datasets.rows'>;
  const view = new DataView(reply.bytes.buffer, reply.bytes.byteOffset, reply.bytes.byteLength);
  expect([0, 1].map((i) => view.getFloat64(moments! + 8 * i, true))).toEqual([1738.5, 1739.5]);
  expect((await rows({ split: 'test', from: 8, count: 100 })).values.map(([x]) => x)).toEqual([38, 39]);
});

it('says which file is damaged, and goes on with the rest', async () => {
  truncateSync(join(workspace, 'datasets', 'points', 'kind.i32'), 100);
  const reply = await core.answer('datasets.rows', { id: 'points', split: 'test', from: 0, count: 5 });
  expect(reply).toMatchObject({ failure: { code: 'data-damaged', facts: { name: 'Points' } } });
  expect((await ask('datasets.list', {})).map(({ id }) => id)).toEqual(['points']);
});

it('renames and deletes, and tells', async () => {
  let told = 0;
  core.events.subscribe((name) => void (told += Number(name === 'datasets.changed')));
  await ask('datasets.rename', { id: 'points', name: 'Better name' });
  const manifest = JSON.parse(
    readFileSync(join(workspace, 'datasets', 'points', 'manifest.json'), 'utf8'),
  ) as object;
  expect(manifest).toMatchObject({ name: 'Better name' });
  await ask('datasets.delete', { id: 'points' });
  expect(told).toBe(2);
  await expect(ask('datasets.get', { id: 'points' })).rejects.toMatchObject({
    failure: { code: 'not-found' },
  });
  expect(readdirSync(join(workspace, 'datasets'))).toEqual(['not-a-data-set']);
});

it('takes no name of a file for a data set', async () => {
  writeFileSync(join(workspace, 'datasets', 'loose.txt'), 'x');
  await core.close(0);
  core = await openTestCore(workspace);
  expect((await asker(core)('datasets.list', {})).length).toBe(1);
  for (const id of ['../datasets/points', '.', 'points/../points', 'loose.txt']) {
    expect(await core.answer('datasets.get', { id })).toMatchObject({ failure: { code: 'not-found' } });
  }
});
