/** A sample's data fetched on request, from a server on this machine, by the real import job. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ImportState } from '../../shared/contract/core.ts';
import { failureText } from '../../shared/words/failures.ts';
import { entry } from '../client/entries.ts';
import { openCore } from '../core/core.ts';
import type { Core } from '../core/core.ts';
import { openLog } from '../core/log.ts';
import { asker, newWorkspace, removeWorkspace, untilTrue } from '../core/testing/harness.ts';
import type { Ask } from '../core/testing/harness.ts';

const SAMPLE = 'fashion-mnist-cnn';
const SHIPPED = join(import.meta.dirname, '../../../resources/samples', `${SAMPLE}.neuroloom`);

/** Pictures of 28 x 28 and their labels, as IDX. */
function idx(rows: number): { images: Buffer; labels: Buffer } {
  const head = (...sizes: number[]): Buffer => {
    const bytes = Buffer.alloc(4 + 4 * sizes.length);
    bytes.set([0, 0, 8, sizes.length]);
    sizes.forEach((size, i) => bytes.writeUInt32BE(size, 4 + 4 * i));
    return bytes;
  };
  const pixels = Buffer.from(Array.from({ length: rows * 784 }, (_, i) => (i * 2654435761) >>> 24));
  const labels = Buffer.from(Array.from({ length: rows }, (_, i) => i % 10));
  return { images: Buffer.concat([head(rows, 28, 28), pixels]), labels: Buffer.concat([head(rows), labels]) };
}
const train = idx(60);
const test = idx(20);
const contents: Readonly<Record<string, Buffer>> = {
  'train-images-idx3-ubyte.gz': train.images,
  'train-labels-idx1-ubyte.gz': train.labels,
  't10k-images-idx3-ubyte.gz': test.images,
  't10k-labels-idx1-ubyte.gz': test.labels,
};

let server: Server;
let asked: string[];
let serve: (name: string, response: ServerResponse) => void;
let workspace: string;
let core: Core;
let ask: Ask;
const whole: typeof serve = (name, response) => void response.end(gzipSync(contents[name]!));

beforeEach(async () => {
  asked = [];
  serve = whole;
  server = createServer(({ url = '' }, response) => {
    const name = url.split('/').at(-1)!;
    asked.push(name);
    serve(name, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  workspace = newWorkspace();
  const samples = join(workspace, 'samples');
  mkdirSync(samples);
  copyFileSync(SHIPPED, join(samples, `${SAMPLE}.neuroloom`));
  const files = Object.entries(contents).map(([name, bytes]) => ({
    name,
    packed: gzipSync(bytes).length,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data/`;
  const data = { name: 'Clothes', kind: 'published', local: join(workspace, 'absent'), from, files };
  const sample = {
    id: SAMPLE,
    file: `${SAMPLE}.neuroloom`,
    name: 'Clothes',
    description: 'c',
    group: 'pictures',
    when: 'w',
    data: 'clothes',
  };
  writeFileSync(join(samples, 'index.json'), JSON.stringify({ data: { clothes: data }, samples: [sample] }));
  const log = openLog(join(workspace, 'logs', 'core.log'));
  core = await openCore({ workspace, log, entries: entry, samples });
  ask = asker(core);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await core.close(0);
  removeWorkspace(workspace);
});

const stateOf = async (id: string): Promise<ImportState> =>
  (await ask('import.list', {})).find((state) => state.id === id)!;
async function ended(id: string): Promise<ImportState> {
  await untilTrue('the import has ended', async () => (await stateOf(id)).state !== 'running');
  return stateOf(id);
}
const onlySample = async () => (await ask('projects.samples', {}))[0]!;

it('is offered with its size and place, and fetched only when it is asked for', async () => {
  const { host } = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const packed = Object.values(contents).reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
  const offer = { from: host, bytes: packed, import: null };
  expect(await onlySample()).toMatchObject({ data: 'download', download: offer });
  const without = await ask('projects.create', { name: 'Without', sample: SAMPLE });
  expect(asked).toEqual([]);

  const { id } = await ask('samples.download', { sample: SAMPLE });
  expect((await onlySample()).download?.import).toBe(id);
  expect(await ask('samples.download', { sample: SAMPLE })).toEqual({ id }); // a second click
  expect(await ended(id)).toMatchObject({ name: 'Clothes', state: 'done', rows: 80, dataset: id });
  expect(asked).toEqual(Object.keys(contents));
  expect(await ask('datasets.get', { id })).toMatchObject({
    splits: { train: [0, 60], test: [60, 80] },
    problems: { count: 0 },
  });

  expect(await onlySample()).toMatchObject({ data: 'ready', download: null });
  const { project } = await ask('projects.create', { name: 'With', sample: SAMPLE });
  expect(project.data.dataset?.id).toBe(id);
  expect((await ask('projects.open', { path: without.path })).project.data.dataset?.id).toBe(id);
  await untilTrue('what was fetched is removed', () => readdirSync(join(workspace, 'uploads')).length === 0);
});

it('other contents are refused in a sentence; the next attempt fetches only what is lacking', async () => {
  serve = (name, response) =>
    name.startsWith('t10k-images') ? void response.end(gzipSync('something else')) : whole(name, response);
  const first = await ended((await ask('samples.download', { sample: SAMPLE })).id);
  expect(first).toMatchObject({ state: 'failed', failure: { code: 'download-wrong' } });
  expect(failureText(first.failure!)).toMatch(/t10k-images-idx3-ubyte\.gz is not the file that is expected/);
  expect(readdirSync(join(workspace, 'datasets'))).toEqual([]);
  serve = whole;
  asked = [];
  expect(await ended((await ask('samples.download', { sample: SAMPLE })).id)).toMatchObject({
    state: 'done',
  });
  expect(asked).toEqual(['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz']);
});

it('can be cancelled while it waits for the server, and begun again', async () => {
  serve = (name, response) => (name.startsWith('train-labels') ? undefined : whole(name, response));
  const { id } = await ask('samples.download', { sample: SAMPLE });
  await untilTrue('it waits', () => asked.length === 2);
  await ask('import.cancel', { id });
  expect(await ended(id)).toMatchObject({ state: 'cancelled', failure: null });
  expect((await onlySample()).download?.import).toBe(null);
  serve = whole;
  const again = await ended((await ask('samples.download', { sample: SAMPLE })).id);
  expect(again).toMatchObject({ state: 'done' });
  expect(asked.filter((name) => name.startsWith('train-images'))).toHaveLength(1);
});

it('a sample without a download has none', async () => {
  await expect(ask('samples.download', { sample: 'none' })).rejects.toMatchObject({
    failure: { code: 'not-found' },
  });
  expect(asked).toEqual([]);
});
