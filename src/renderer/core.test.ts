import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket as Socket } from 'ws';
import { decodeFrame, encodeFrame, NO_BYTES } from '../shared/contract/frames.ts';
import type { CoreHead } from '../shared/contract/core.ts';
import { Failed, failure } from '../shared/words/failures.ts';
import { reconnectingCore, socketCarrier } from './core.ts';
import type { Connection, WindowCore } from './core.ts';

interface Asked {
  readonly socket: Socket;
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

/** A real server of frames whose answers the test gives. */
async function listen(port = 0) {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const asked: Asked[] = [];
  const waiting: ((asked: Asked) => void)[] = [];
  server.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => {
      const head = decodeFrame(data).head as { id: number; name: string; input: unknown };
      const request = { socket, ...head };
      const next = waiting.shift();
      if (next) next(request);
      else asked.push(request);
    }),
  );
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    url: `ws://127.0.0.1:${address.port}/frames`,
    next: () =>
      new Promise<Asked>((resolve) => (asked.length > 0 ? resolve(asked.shift()!) : waiting.push(resolve))),
    say: (socket: Socket, head: CoreHead, bytes: Uint8Array = NO_BYTES) =>
      socket.send(encodeFrame({ head, bytes })),
    end: () =>
      new Promise<void>((resolve) => {
        for (const client of server.clients) client.terminate();
        server.close(() => resolve());
      }),
  };
}

const become = (core: WindowCore, wanted: Connection): Promise<void> =>
  new Promise((resolve) => {
    if (core.connection === wanted) return resolve();
    const stop = core.onConnection((connection) => {
      if (connection !== wanted) return;
      stop();
      resolve();
    });
  });

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function connected() {
  const server = await listen();
  const core = reconnectingCore(() => socketCarrier(server.url), [10]);
  ends.push(() => core.close(), server.end);
  await become(core, 'connected');
  return { server, core };
}

test('answers find their requests, whatever their order, and bytes come with them', async () => {
  const { server, core } = await connected();
  const first = core.request('datasets.get', { id: 'a' });
  const second = core.requestBytes('datasets.rows', { id: 'b', split: 'test', from: 0, count: 2 });
  const [one, two] = [await server.next(), await server.next()];
  server.say(
    two.socket,
    { type: 'reply', id: two.id, ok: true, value: { total: 7 } },
    new Uint8Array([1, 2, 3]),
  );
  server.say(one.socket, { type: 'reply', id: one.id, ok: true, value: { name: 'digits' } });
  expect(await first).toEqual({ name: 'digits' });
  expect(await second).toEqual({ value: { total: 7 }, bytes: new Uint8Array([1, 2, 3]) });
  expect([one.name, one.input]).toEqual(['datasets.get', { id: 'a' }]);
});

test('a refusal is rejected as the failure that the core said', async () => {
  const { server, core } = await connected();
  const answer = core.request('datasets.delete', { id: 'a' });
  const { socket, id } = await server.next();
  const why = failure('data-in-use', { name: 'digits', runs: 2 });
  server.say(socket, { type: 'reply', id, ok: false, failure: why });
  await expect(answer).rejects.toEqual(new Failed(why));
});

test('events reach those who listen, until they stop', async () => {
  const { server, core } = await connected();
  const heard: string[] = [];
  const stop = core.on('run.deleted', ({ run }) => heard.push(run));
  const ask = async (): Promise<Asked> => {
    void core.request('workspace.info', {}).catch(() => undefined);
    return server.next();
  };
  const { socket } = await ask();
  const told = new Promise<void>((resolve) =>
    core.on('run.deleted', ({ run }) => run === 'last' && resolve()),
  );
  server.say(socket, { type: 'event', name: 'run.deleted', payload: { run: 'r1' } });
  server.say(socket, { type: 'event', name: 'run.deleted', payload: { run: 'last' } });
  await told;
  stop();
  const again = new Promise<void>((resolve) =>
    core.on('run.deleted', ({ run }) => run === 'end' && resolve()),
  );
  server.say(socket, { type: 'event', name: 'run.deleted', payload: { run: 'end' } });
  await again;
  expect(heard).toEqual(['r1', 'last']);
});

test('a lost connection fails what was on its way, keeps what is asked meanwhile, and comes back', async () => {
  const { server, core } = await connected();
  const states: Connection[] = [];
  core.onConnection((connection) => states.push(connection));
  const onItsWay = core.request('runs.list', {});
  await server.next();
  const failed = expect(onItsWay).rejects.toMatchObject({ failure: { code: 'core-unreachable' } });
  await server.end();
  await failed;
  const meanwhile = core.request('datasets.list', {});
  const back = await listen(server.port);
  ends.push(back.end);
  const { socket, id, name } = await back.next();
  back.say(socket, { type: 'reply', id, ok: true, value: [] });
  expect(await meanwhile).toEqual([]);
  expect(name).toBe('datasets.list');
  expect(states).toEqual(['lost', 'connected']);
});

test('a server that was started anew with another key is told from one that is not there', async () => {
  const { server, core } = await connected();
  const states: Connection[] = [];
  core.onConnection((connection) => states.push(connection));
  await server.end();
  await become(core, 'lost');
  const anew = createServer((_, response) => response.writeHead(401).end());
  await new Promise<void>((resolve) => anew.listen(server.port, '127.0.0.1', resolve));
  await become(core, 'unknown');
  anew.closeAllConnections();
  await new Promise((resolve) => anew.close(resolve));
  const entered = await listen(server.port);
  ends.push(entered.end);
  await become(core, 'connected');
  expect(states.slice(0, 2)).toEqual(['lost', 'unknown']);
});

test('requests of a closed window are refused, and what waits is told', async () => {
  const { server, core } = await connected();
  let closed = false;
  core.onClose(() => (closed = true));
  const waiting = core.request('runs.list', {});
  await server.next();
  core.close();
  await expect(waiting).rejects.toMatchObject({ failure: { code: 'core-unreachable' } });
  await expect(core.request('runs.list', {})).rejects.toBeInstanceOf(Failed);
  expect([closed, core.connection]).toEqual([true, 'closed']);
});
