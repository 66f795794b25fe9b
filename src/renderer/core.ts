/**
 * The one file that knows how the core is reached: over a WebSocket in a browser, over a MessagePort that the shell
 * hands over in Electron. Above it there is a `CoreClient` that comes back by itself when the connection is lost.
 */
import type { CoreClient, Input, Output, RequestName } from '../shared/contract/core.ts';
import { ask, giveUp, hear, newExchange, receive } from '../shared/contract/exchange.ts';
import type { Answered, Exchange } from '../shared/contract/exchange.ts';
import { decodeFrame, encodeFrame } from '../shared/contract/frames.ts';
import type { Carrier, Frame } from '../shared/contract/frames.ts';
import { coreWords } from '../shared/words/core.ts';
import { coreUnreachable, Failed } from '../shared/words/failures.ts';
import { shell } from './shell.ts';
import type { ShellBridge } from './shell.ts';

/**
 * `connecting` at the start, `lost` while it tries again after a connection ended, `unknown` while the server that it
 * reaches does not know this browser: it was started anew, with a new key.
 */
export type Connection = 'connecting' | 'connected' | 'lost' | 'unknown' | 'closed';

/** What `connect` rejects with where there is a server that does not know this browser. */
export class UnknownHere extends Error {}

export interface WindowCore extends CoreClient {
  readonly connection: Connection;
  /** Told of every change of `connection`; a change to `connected` after `lost` means that news may have been missed. */
  onConnection(listener: (connection: Connection) => void): () => void;
}

/** Milliseconds before each new attempt; the last is repeated. */
const PATIENCE = [100, 250, 500, 1000, 2000, 4000];

/** A client's link to the core, through all its connections. */
interface Link {
  readonly connect: () => Promise<Carrier>;
  readonly patience: readonly number[];
  readonly exchange: Exchange;
  /** Requests that wait for a connection. */
  readonly unsent: Frame[];
  readonly watchers: Set<(connection: Connection) => void>;
  readonly closers: (() => void)[];
  /** Null where there is no connection. */
  carrier: Carrier | null;
  connection: Connection;
  /** Attempts to connect since the last connection. */
  attempts: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * A client over carriers that `connect` opens. A request made while there is no connection waits for the next one; one
 * that was on its way when the connection ended fails, because nobody knows whether it was done.
 */
export function reconnectingCore(
  connect: () => Promise<Carrier>,
  patience: readonly number[] = PATIENCE,
): WindowCore {
  const link: Link = {
    connect,
    patience,
    exchange: newExchange(),
    unsent: [],
    watchers: new Set(),
    closers: [],
    carrier: null,
    connection: 'connecting',
    attempts: 0,
    timer: undefined,
  };
  void open(link);
  return {
    get connection() {
      return link.connection;
    },
    onConnection(listener) {
      link.watchers.add(listener);
      return () => link.watchers.delete(listener);
    },
    request: async <N extends RequestName>(name: N, input: Input<N>) =>
      (await request(link, name, input)).value as Output<N>,
    requestBytes: <N extends RequestName>(name: N, input: Input<N>) =>
      request(link, name, input) as Promise<{ value: Output<N>; bytes: Uint8Array }>,
    on: (event, listener) => hear(link.exchange, event, listener),
    onClose: (listener) => void link.closers.push(listener),
    close: () => close(link),
  };
}

/** Tries once to connect; where that fails, `lose` sees to the next attempt. */
async function open(link: Link): Promise<void> {
  let opened: Carrier;
  try {
    opened = await link.connect();
  } catch (error) {
    lose(link, error instanceof UnknownHere ? 'unknown' : 'lost');
    return;
  }
  if (link.connection === 'closed') {
    opened.close();
    return;
  }
  link.carrier = opened;
  link.attempts = 0;
  opened.onFrame((frame) => receive(link.exchange, frame));
  opened.onClose(() => link.carrier === opened && lose(link, 'lost'));
  for (const frame of link.unsent.splice(0)) opened.send(frame);
  become(link, 'connected');
}

function lose(link: Link, as: 'lost' | 'unknown'): void {
  link.carrier = null;
  if (link.connection === 'closed') return;
  giveUp(link.exchange, coreUnreachable(coreWords.connectionLost), link.unsent);
  become(link, as);
  const pause = link.patience[Math.min(link.attempts++, link.patience.length - 1)];
  link.timer = setTimeout(() => void open(link), pause);
}

function become(link: Link, next: Connection): void {
  if (link.connection === next) return;
  link.connection = next;
  for (const watcher of [...link.watchers]) watcher(next);
}

function request(link: Link, name: RequestName, input: unknown): Promise<Answered> {
  if (link.connection === 'closed') {
    return Promise.reject(new Failed(coreUnreachable(coreWords.windowClosing)));
  }
  const send = (frame: Frame): void => {
    if (link.carrier) link.carrier.send(frame);
    else link.unsent.push(frame);
  };
  return ask(link.exchange, send, name, input);
}

function close(link: Link): void {
  if (link.connection === 'closed') return;
  clearTimeout(link.timer);
  become(link, 'closed');
  link.unsent.length = 0;
  link.carrier?.close();
  giveUp(link.exchange, coreUnreachable(coreWords.windowClosing));
  for (const closer of link.closers) closer();
}

/** A carrier over a WebSocket that is opened here; rejects where it cannot be opened. */
export function socketCarrier(url: string): Promise<Carrier> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onerror = () => {
      const closed = new Error('The connection could not be opened');
      // A browser says nothing of why: the same server is asked by a request whose answer can be read.
      fetch(new URL('/', url.replace(/^ws/, 'http')), { cache: 'no-store' }).then(
        ({ status }) => reject(status === 401 ? new UnknownHere() : closed),
        () => reject(closed),
      );
    };
    socket.onopen = () =>
      resolve({
        send: (frame) => socket.send(encodeFrame(frame) as Uint8Array<ArrayBuffer>),
        onFrame: (listener) => {
          socket.onmessage = (message) => listener(decodeFrame(new Uint8Array(message.data as ArrayBuffer)));
        },
        onClose: (listener) => {
          socket.onclose = listener;
        },
        close: () => socket.close(),
      });
  });
}

async function portCarrier(bridge: ShellBridge): Promise<Carrier> {
  const port = await bridge.port();
  return {
    send: (frame) => port.postMessage(encodeFrame(frame)),
    onFrame: (listener) => port.onmessage((bytes) => listener(decodeFrame(new Uint8Array(bytes)))),
    onClose: (listener) => port.onclose(listener),
    close: () => {},
  };
}

/** The core of this window. */
export function connectCore(): WindowCore {
  const bridge = shell();
  if (bridge) return reconnectingCore(() => portCarrier(bridge));
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/frames`;
  return reconnectingCore(() => socketCarrier(url));
}
