import { appendFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ImportState } from '../../../shared/contract/core.ts';
import type { Core } from '../core.ts';
import { asker, newWorkspace, openTestCore, removeWorkspace, untilTrue } from '../testing/harness.ts';
import type { Ask } from '../testing/harness.ts';

let workspace: string;
let core: Core;
let ask: Ask;
beforeEach(async () => {
  workspace = newWorkspace();
  core = await openTestCore(workspace);
  ask = asker(core);
});
afterEach(async () => {
  await core.close(0);
  removeWorkspace(workspace);
});

const file = (text: string): { path: string } => {
  const path = join(workspace, `${text.length}.csv`);
  writeFileSync(path, text);
  return { path };
};
const stateOf = async (id: string): Promise<ImportState> =>
  (await ask('import.list', {})).find((state) => state.id === id)!;
const ended = async (id: string): Promise<ImportState> => {
  await untilTrue('the import has ended', async () => (await stateOf(id)).state !== 'running');
  return stateOf(id);
};
const folders = (): string[] => readdirSync(join(workspace, 'datasets'));

it('makes a whole data set', async () => {
  const { id } = await ask('import.start', { sources: [file('rows')], name: 'My data' });
  expect(core.active()).toBe(1);
  expect(await ended(id)).toMatchObject({ state: 'done', dataset: id, rows: 40, fraction: 1, failure: null });
  expect(await ask('datasets.get', { id })).toMatchObject({ name: 'My data' });
  expect(folders()).toEqual([id]);
  expect(core.active()).toBe(0);
});

it('leaves nothing of one that is cancelled, fails or dies', async () => {
  const slow = await ask('import.start', { sources: [file('slow')] });
  await untilTrue('it is under way', async () => (await stateOf(slow.id)).problems === 1);
  await ask('import.cancel', { id: slow.id });
  expect(await ended(slow.id)).toMatchObject({ state: 'cancelled', failure: null });
  const bad = await ask('import.start', { sources: [file('bad')] });
  expect(await ended(bad.id)).toMatchObject({ state: 'failed', failure: { code: 'import-no-rows' } });
  const dies = await ask('import.start', { sources: [file('die')] });
  expect(await ended(dies.id)).toMatchObject({
    state: 'failed',
    failure: { code: 'job-died', facts: { detail: 'Died of a strange file' } },
  });
  expect(folders()).toEqual([]);
  expect(core.active()).toBe(0);
  await expect(ask('import.cancel', { id: 'none' })).rejects.toMatchObject({
    failure: { code: 'not-found' },
  });
});

it('looks at files before', async () => {
  const preview = await ask('import.preview', { sources: [file('seven chars')] });
  expect(preview).toMatchObject({ kind: 'table', files: [{ name: '11.csv', bytes: 11 }] });
});

it('takes uploads: names are kept, what is there is gone on from, half a file is not taken', async () => {
  const begin = (name: string, bytes = 8) =>
    ask('uploads.begin', { name, bytes, group: '../../g', key: `key of ${name}` });
  const first = await begin('../cats/1.png');
  expect(first.received).toBe(0);
  expect(dirname(dirname(first.path))).toBe(join(workspace, 'uploads'));
  writeFileSync(first.path, 'half');
  expect(await begin('../cats/1.png')).toEqual({ ...first, received: 4 });
  const sources = [{ upload: first.upload }];
  await expect(ask('import.start', { sources })).rejects.toMatchObject({ failure: { code: 'not-found' } });
  appendFileSync(first.path, ' ful');
  expect((await ask('import.preview', { sources })).files).toEqual([{ name: '../cats/1.png', bytes: 8 }]);
  expect(await begin('../cats/1.png', 3)).toMatchObject({ received: 0 }); // another file under this key
  await begin('../cats/1.png', 8);
  writeFileSync(first.path, 'rows  ok');
  await ended((await ask('import.start', { sources })).id);
  await untilTrue('the upload is removed', () => readdirSync(dirname(first.path)).length === 0);
  for (const upload of ['../../x', 'a-b', `${'0'.repeat(24)}-${'0'.repeat(24)}`]) {
    await expect(ask('import.preview', { sources: [{ upload }] })).rejects.toMatchObject({
      failure: { code: 'not-found' },
    });
  }
  utimesSync(dirname(first.path), 0, 0);
  await core.close(0);
  core = await openTestCore(workspace);
  expect(readdirSync(join(workspace, 'uploads'))).toEqual([]);
});
