/**
 * The server: the page, and frames between each browser window and the core. It decides nothing but who may ask.
 * 127.0.0.1 unless told otherwise with names, a token that each browser trades for its own
 * cookie, exact Host and Origin, no CORS.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { CoreClient } from '../../shared/contract/core.ts';
import { SAFE_HEADERS } from '../../shared/contract/page-policy.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { serverWords } from '../../shared/words/server.ts';
import type { Answer } from './answer.ts';
import { refuse } from './answer.ts';
import { createKeys, fetchedByUs, namesOf, newToken, senderAllowed } from './guard.ts';
import type { Keys, Names } from './guard.ts';
import { pageFiles } from './page-files.ts';
import { relay } from './relay.ts';
import type { PausableCarrier } from './relay.ts';
import { routeOf } from './routes.ts';
import type { RouteContext } from './routes.ts';
import { createUploads } from './uploads.ts';

/** How the server reaches the core: one carrier for each browser window, one client of its own. */
export interface CoreAccess {
  carrier(): Promise<PausableCarrier>;
  client(): Promise<CoreClient>;
}
export interface ServeOptions {
  readonly core: CoreAccess;
  /** Folder of the built page. */
  readonly page: string;
  /** null: a usual one, or any that is free. */
  readonly port: number | null;
  /** Address to listen on. */
  readonly listen: string;
  /** Names that browsers may call this server by, besides 127.0.0.1 and localhost. */
  readonly hosts: readonly string[];
}
export interface Serving {
  /** With the token: for the person's eyes and browser only. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

const USUAL_PORT = 7878;
const MOST_WINDOWS = 64;
const MOST_SOCKETS = 512;
/** Requests are small; files come by PUT. */
const LARGEST_MESSAGE = 32 * 1024 * 1024;
const IDLE_MS = 120_000;

/** Starts the server. Fails with 'port-taken' if the port that was asked for is in use. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const token = newToken();
  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000, keepAliveTimeout: 5_000 });
  server.maxConnections = MOST_SOCKETS;
  server.timeout = IDLE_MS;
  const files = pageFiles(options.page);
  const port = await listen(server, options.port, options.listen);
  const names = namesOf(['127.0.0.1', 'localhost', ...options.hosts], port);
  const keys = createKeys(token, port);
  const client = keptClient(options.core);
  await client.get();
  const context: RouteContext = { files, uploads: createUploads(), core: client.get };

  // All of them: the server itself forgets those of windows, and would wait for them when it closes.
  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });

  server.on('request', (message, response) => {
    answerOf(message, names, keys, context)
      .catch(() => refuse(500, serverWords.broken))
      .then((answer) => write(message, response, answer));
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    perMessageDeflate: false,
  });
  server.on('upgrade', (message, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refusal = upgradeRefusal(message, names, keys, sockets.clients.size);
    if ('refusal' in refusal) return refuseUpgrade(socket, refusal.refusal);
    options.core.carrier().then(
      (carrier) => {
        // Also where the window is gone by now, or its handshake is refused below.
        if (socket.destroyed) return carrier.close();
        socket.once('close', () => carrier.close());
        sockets.handleUpgrade(message, socket, head, (window) =>
          relay(window, carrier, refusal.browser, context.uploads),
        );
      },
      () => refuseUpgrade(socket, refuse(503, serverWords.busy)),
    );
  });

  const name = options.hosts[0] ?? '127.0.0.1';
  return {
    url: `http://${/:\d+$/.test(name) ? name : `${name}:${port}`}/?token=${token}`,
    port,
    token,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.destroy();
      await Promise.all([client.close(), closed]);
    },
  };
}

/** The server's own connection to the core, made anew when the core came back after a crash. */
function keptClient(core: CoreAccess): { get(): Promise<CoreClient>; close(): Promise<void> } {
  let kept: Promise<CoreClient> | null = null;
  return {
    get() {
      kept ??= core.client().then(
        (client) => {
          client.onClose(() => (kept = null));
          return client;
        },
        (error: unknown) => {
          kept = null;
          throw error;
        },
      );
      return kept;
    },
    close: async () => (await kept)?.close(),
  };
}

async function listen(server: Server, port: number | null, address: string): Promise<number> {
  const attempt = (wanted: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: wanted, host: address, exclusive: true }, () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  const taken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  try {
    return await attempt(port ?? USUAL_PORT);
  } catch (error) {
    if (!taken(error)) throw error;
    if (port !== null) throw new Failed(failure('port-taken', { port }));
    return attempt(0);
  }
}

/** The guard, then the way in, then the routes. */
async function answerOf(
  message: IncomingMessage,
  names: Names,
  keys: Keys,
  context: RouteContext,
): Promise<Answer> {
  if (!senderAllowed(message, names, false)) return refuse(403, serverWords.wrongSender);
  const { path, query } = addressOf(message);
  const token = query.get('token');
  if (message.method === 'GET' && path === '/' && token !== null) {
    return enter(token, message, keys);
  }
  const browser = keys.browserOf(message);
  if (browser === null) return refuse(401, serverWords.noCookie);
  if (!fetchedByUs(message)) return refuse(403, serverWords.wrongSender);
  const found = routeOf(path);
  if (!found) return refuse(404, serverWords.notFound);
  const { route, caught } = found;
  if (route.answer === 'upgrade') return refuse(426, serverWords.wrongMethod);
  if (message.method !== route.method) return refuse(405, serverWords.wrongMethod);
  return route.answer({ query, browser, caught, message }, context);
}

/** The address as it came: no dots are resolved, nothing is decoded. */
function addressOf(message: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '', ...query] = message.url!.split('?');
  return { path, query: new URLSearchParams(query.join('?')) };
}

/** Trades the token for a cookie and goes on to an address without it, so it stays in no history. */
function enter(token: string, message: IncomingMessage, keys: Keys): Answer {
  const result = keys.tryToken(token, message.socket.remoteAddress ?? '');
  if (result === 'wait') return refuse(429, serverWords.tooManyGuesses);
  if (result === 'wrong') return refuse(401, serverWords.wrongToken);
  return {
    status: 303,
    headers: { Location: '/', 'Set-Cookie': result.cookie, 'Cache-Control': 'no-store' },
    body: '',
  };
}

function upgradeRefusal(
  message: IncomingMessage,
  names: Names,
  keys: Keys,
  windows: number,
): { readonly refusal: Answer } | { readonly browser: string } {
  if (!senderAllowed(message, names, true)) return { refusal: refuse(403, serverWords.wrongSender) };
  const browser = keys.browserOf(message);
  if (browser === null) return { refusal: refuse(401, serverWords.noCookie) };
  if (!fetchedByUs(message)) return { refusal: refuse(403, serverWords.wrongSender) };
  const found = routeOf(addressOf(message).path);
  if (found?.route.answer !== 'upgrade') return { refusal: refuse(404, serverWords.notFound) };
  if (windows >= MOST_WINDOWS) return { refusal: refuse(503, serverWords.busy) };
  return { browser };
}

function write(message: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const unread = !message.complete;
  response.writeHead(answer.status, {
    ...SAFE_HEADERS,
    ...answer.headers,
    'Content-Length': Buffer.byteLength(answer.body),
    // What was refused is not read to its end.
    ...(unread && { Connection: 'close' }),
  });
  response.end(answer.body, () => {
    if (unread) message.socket.destroySoon();
  });
}

function refuseUpgrade(socket: Duplex, answer: Answer): void {
  const headers = {
    ...SAFE_HEADERS,
    ...answer.headers,
    'Content-Length': Buffer.byteLength(answer.body),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${answer.status} Refused\r\n${lines.join('')}\r\n${answer.body.toString()}`);
}
