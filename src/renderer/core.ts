/**
 * The one file that knows how the core is reached: over a WebSocket in a browser, over a MessagePort that the shell
 * hands over in Electron. Above it there is a `CoreClient` that comes back by itself when the connection is lost.
 */
import type {
  CoreClient,
  CoreHead,
  EventName,
  Events,
  Input,
  Output,
  RequestName,
} from '../shared/contract/core.ts';
import { decodeFrame, encodeFrame, NO_BYTES } from '../shared/contract/frames.ts';
import type { Carrier, Frame } from '../shared/contract/frames.ts';
import { coreWords } from '../shared/words/core.ts';
import { Failed, failure } from '../shared/words/failures.ts';
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

interface Waiting {
  readonly resolve: (answer: { value: unknown; bytes: Uint8Array }) => void;
  readonly reject: (reason: Failed) => void;
}

/**
 * A client over carriers that `connect` opens. A request made while there is no connection waits for the next one; one
 * that was on its way when the connection ended fails, because nobody knows whether it was done.
 */
export function reconnectingCore(
  connect: () => Promise<Carrier>,
  patience: readonly number[] = PATIENCE,
): WindowCore {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<EventName, Set<(payload: never, bytes: Uint8Array) => void>>();
  const watchers = new Set<(connection: Connection) => void>();
  const closers: (() => void)[] = [];
  let unsent: Frame[] = [];
  let carrier: Carrier | null = null;
  let connection: Connection = 'connecting';
  let nextId = 1;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const become = (next: Connection): void => {
    if (connection === next) return;
    connection = next;
    for (const watcher of [...watchers]) watcher(next);
  };

  function receive({ head, bytes }: Frame): void {
    const message = head as CoreHead;
    if (message.type === 'event') {
      for (const listener of [...(listeners.get(message.name) ?? [])])
        listener(message.payload as never, bytes);
      return;
    }
    const request = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) request?.resolve({ value: message.value, bytes });
    else request?.reject(new Failed(message.failure));
  }

  function lose(as: 'lost' | 'unknown' = 'lost'): void {
    carrier = null;
    if (connection === 'closed') return;
    const queued = new Set(unsent.map((frame) => (frame.head as { id: number }).id));
    for (const [id, request] of [...waiting]) {
      if (queued.has(id)) continue;
      waiting.delete(id);
      request.reject(new Failed(failure('core-unreachable', { detail: coreWords.connectionLost })));
    }
    become(as);
    timer = setTimeout(() => void open(), patience[Math.min(attempts++, patience.length - 1)]);
  }

  async function open(): Promise<void> {
    let opened: Carrier;
    try {
      opened = await connect();
    } catch (error) {
      lose(error instanceof UnknownHere ? 'unknown' : 'lost');
      return;
    }
    if ((connection as Connection) === 'closed') {
      opened.close();
      return;
    }
    carrier = opened;
    attempts = 0;
    opened.onFrame(receive);
    opened.onClose(() => carrier === opened && lose());
    for (const frame of unsent.splice(0)) opened.send(frame);
    become('connected');
  }

  function ask(name: RequestName, input: unknown): Promise<{ value: unknown; bytes: Uint8Array }> {
    if (connection === 'closed') {
      return Promise.reject(new Failed(failure('core-unreachable', { detail: coreWords.windowClosing })));
    }
    const id = nextId++;
    const frame: Frame = { head: { type: 'request', id, name, input }, bytes: NO_BYTES };
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      if (carrier) carrier.send(frame);
      else unsent.push(frame);
    });
  }

  void open();

  return {
    get connection() {
      return connection;
    },
    onConnection(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    request: async <N extends RequestName>(name: N, input: Input<N>) =>
      (await ask(name, input)).value as Output<N>,
    requestBytes: <N extends RequestName>(name: N, input: Input<N>) =>
      ask(name, input) as Promise<{ value: Output<N>; bytes: Uint8Array }>,
    on<E extends EventName>(event: E, listener: (payload: Events[E], bytes: Uint8Array) => void) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard);
      heard.add(listener);
      return () => heard.delete(listener);
    },
    onClose: (listener) => void closers.push(listener),
    close() {
      if (connection === 'closed') return;
      clearTimeout(timer);
      become('closed');
      unsent = [];
      carrier?.close();
      for (const request of waiting.values()) {
        request.reject(new Failed(failure('core-unreachable', { detail: coreWords.windowClosing })));
      }
      waiting.clear();
      for (const closer of closers) closer();
    },
  };
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
