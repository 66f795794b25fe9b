import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import type { Frame } from '../../shared/contract/frames.ts';
import { failure } from '../../shared/words/failures.ts';
import { streamCarrier } from './carrier.ts';
import type { StreamCarrier } from './carrier.ts';
import { coreClient } from './client.ts';

let folder: string;
let server: Server;
let near: StreamCarrier;
let far: StreamCarrier;
let farSocket: Socket;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'neuroloom-client-'));
  const accepted = new Promise<Socket>((resolve) => (server = createServer(resolve)));
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
  near = streamCarrier(connect(join(folder, 's')));
  farSocket = await accepted;
  far = streamCarrier(farSocket);
});
afterEach(() => {
  near.close();
  far.close();
  server.close();
  rmSync(folder, { recursive: true });
});
const closed = (carrier: StreamCarrier): Promise<void> => new Promise((resolve) => carrier.onClose(resolve));

it('tells answers apart, whatever their order, with their bytes and failures', async () => {
  const asked: { id: number; name: string }[] = [];
  far.onFrame(({ head }) => {
    asked.push(head as { id: number; name: string });
    if (asked.length < 3) return;
    const [first, second, third] = asked;
    far.send({ head: { type: 'reply', id: third!.id, ok: true, value: 3 }, bytes: new Uint8Array([3, 3]) });
    const cause = failure('not-found', { what: 'run', name: 'x' });
    far.send({ head: { type: 'reply', id: second!.id, ok: false, failure: cause }, bytes: NO_BYTES });
    far.send({ head: { type: 'reply', id: first!.id, ok: true, value: 1 }, bytes: NO_BYTES });
  });
  const client = coreClient(near);
  const answers = await Promise.allSettled([
    client.request('runs.list', {}),
    client.request('runs.get', { run: 'x' }),
    client.requestBytes('exports.read', { id: 'e' }).then(({ value, bytes }) => [value, ...bytes]),
  ]);
  expect(answers).toMatchObject([
    { value: 1 },
    { reason: { failure: { code: 'not-found' } } },
    { value: [3, 3, 3] },
  ]);
});

it('hands events to who listens, until they stop', async () => {
  const client = coreClient(near);
  const heard: string[] = [];
  const off = client.on('run.deleted', ({ run }) => heard.push(run));
  const second = new Promise<void>((resolve) =>
    client.on('run.deleted', ({ run }) => {
      if (run === 'a') off();
      if (run === 'b') resolve();
    }),
  );
  for (const run of ['a', 'b'])
    far.send({ head: { type: 'event', name: 'run.deleted', payload: { run } }, bytes: NO_BYTES });
  await second;
  expect(heard).toEqual(['a']);
});

it('fails what is open, and all that comes after, when the connection ends', async () => {
  const client = coreClient(near);
  const open = client.request('runs.list', {});
  farSocket.destroy();
  await expect(open).rejects.toMatchObject({ failure: { code: 'core-unreachable' } });
  await expect(client.request('runs.list', {})).rejects.toMatchObject({
    failure: { code: 'core-unreachable' },
  });
});

it('keeps frames that come before a listener, and gives the first ones to who takes them', async () => {
  for (const n of [1, 2, 3]) far.send({ head: n, bytes: NO_BYTES });
  expect((await near.take())?.head).toBe(1);
  const rest = await new Promise<unknown[]>((resolve) => {
    const heads: unknown[] = [];
    near.onFrame(({ head }: Frame) => {
      if (heads.push(head) === 2) resolve(heads);
    });
  });
  expect(rest).toEqual([2, 3]);
});

it('ends on a broken frame, and delivers what was sent before it is closed', async () => {
  farSocket.write(Buffer.from([2, 0, 0, 0, 9, 9]));
  await closed(near);
  expect(await near.take()).toBeNull();
  const again = streamCarrier(connect(join(folder, 's')));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const other = streamCarrier(await accepted);
  const large = new Uint8Array(5_000_000).fill(7);
  again.send({ head: 'last', bytes: large });
  again.close();
  expect((await other.take())?.bytes.length).toBe(large.length);
  await closed(other);
});
