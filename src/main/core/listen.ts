/** The core's socket: frames in, answers and events out, to any number of clients. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { CoreHead, EventName } from '../../shared/contract/core.ts';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import type { Frame } from '../../shared/contract/frames.ts';
import { streamCarrier } from '../client/carrier.ts';
import type { Reply } from './answer.ts';
import type { Broadcast } from './events.ts';
import type { Client } from './runs/watching.ts';

/** A client that has this much unread is asked nothing more until it reads. */
const PAUSE_ABOVE = 8 * 1024 * 1024;
/** Progress and looks are told again and again: one that does not read misses some. */
const SKIP_ABOVE = 1024 * 1024;
/** A client that reads nothing at all is cut off; it reads the state afresh when it comes back. */
const CUT_OFF_ABOVE = 64 * 1024 * 1024;

export interface Listening {
  readonly clients: () => number;
  /** Ends all connections after what was sent to them. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly address: string;
  readonly events: Broadcast;
  answer(name: string, input: unknown, client: Client): Promise<Reply>;
  /** The number of clients changed. */
  onClients(count: number): void;
}

export async function listen(options: ListenOptions): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    options.onClients(sockets.size);
    socket.on('close', () => {
      sockets.delete(socket);
      options.onClients(sockets.size);
    });
    serveClient(socket, options);
  });
  await bind(server, options.address);
  return {
    clients: () => sockets.size,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.end();
      setTimeout(() => sockets.forEach((socket) => socket.destroy()), 500).unref();
      await closed;
    },
  };
}

/** Binds for this user alone. What lies at the path is of a core that is gone: this process holds the workspace's lock. */
async function bind(server: Server, address: string): Promise<void> {
  const isPipe = process.platform === 'win32';
  if (!isPipe) rmSync(address, { force: true });
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, () => resolve());
      process.umask(umask);
    });
  } finally {
    process.umask(umask);
  }
  if (!isPipe) chmodSync(address, 0o600);
}

function serveClient(socket: Socket, options: ListenOptions): void {
  const carrier = streamCarrier(socket);
  const send = (head: CoreHead, bytes: Uint8Array = NO_BYTES): void => carrier.send({ head, bytes });
  const unsubscribe = options.events.subscribe((name: EventName, payload) => {
    if (name === 'run.progress' && carrier.waiting > SKIP_ABOVE) return;
    if (carrier.waiting > CUT_OFF_ABOVE) socket.destroy();
    else send({ type: 'event', name, payload });
  });
  const client: Client = {
    show(watched, bytes) {
      if (carrier.waiting <= SKIP_ABOVE)
        send({ type: 'event', name: 'run.watched', payload: watched }, bytes);
    },
    onClose: (listener) => carrier.onClose(listener),
  };
  carrier.onClose(unsubscribe);
  carrier.onDrain(() => carrier.resume());
  carrier.onFrame((frame: Frame) => {
    const request = asRequest(frame.head);
    if (!request) {
      socket.destroy(); // it speaks something else; there is no id to answer to
      return;
    }
    const { id, name, input } = request;
    void options.answer(name, input, client).then((reply) => {
      if (reply.ok) send({ type: 'reply', id, ok: true, value: reply.value ?? null }, reply.bytes);
      else send({ type: 'reply', id, ok: false, failure: reply.failure });
      if (carrier.waiting > PAUSE_ABOVE) carrier.pause();
    });
  });
}

function asRequest(head: unknown): { id: number; name: string; input: unknown } | null {
  if (typeof head !== 'object' || head === null) return null;
  const { type, id, name, input } = head as Record<string, unknown>;
  return type === 'request' && typeof id === 'number' && typeof name === 'string'
    ? { id, name, input }
    : null;
}
