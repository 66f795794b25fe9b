/**
 * Every address of the server, once. The guard has run before any of these is looked at; `routes.test.ts` walks this
 * table and proves it for each.
 */
import type { IncomingMessage } from 'node:http';
import type { CoreClient } from '../../shared/contract/core.ts';
import { contentPolicy } from '../../shared/contract/page-policy.ts';
import { Failed } from '../../shared/words/failures.ts';
import { serverWords } from '../../shared/words/server.ts';
import type { Answer } from './answer.ts';
import { json, refuse } from './answer.ts';
import type { PageFile } from './page-files.ts';
import type { Uploads } from './uploads.ts';

export interface RouteContext {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly uploads: Uploads;
  core(): Promise<CoreClient>;
}
export interface Call {
  readonly query: URLSearchParams;
  /** The browser's own id, from its cookie. */
  readonly browser: string;
  /** What the route's pattern caught: a file's name, an id. */
  readonly caught: string;
  readonly message: IncomingMessage;
}
export interface Route {
  readonly name: string;
  readonly method: 'GET' | 'PUT';
  readonly pattern: RegExp;
  /** An address that the pattern takes: for the test that walks this table. */
  readonly example: string;
  /** 'upgrade': becomes a WebSocket, in `main.ts`. */
  readonly answer: ((call: Call, context: RouteContext) => Promise<Answer>) | 'upgrade';
}

async function pageFile(call: Call, { files }: RouteContext): Promise<Answer> {
  const file = files.get(call.caught);
  if (!file) return refuse(404, serverWords.notFound);
  const host = call.message.headers.host!;
  return {
    status: 200,
    headers: {
      'Content-Type': file.type,
      'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
      // Some browsers do not count a WebSocket to the page's own host as 'self'.
      'Content-Security-Policy': contentPolicy([`ws://${host}`, `wss://${host}`]),
    },
    body: await file.read(),
  };
}

async function upload(call: Call, { uploads }: RouteContext): Promise<Answer> {
  const from = call.query.get('from') ?? '0';
  if (!/^\d{1,15}$/.test(from)) return refuse(400, serverWords.uploadElsewhere);
  return uploads.put(call.caught, Number(from), call.browser, call.message);
}

async function exported(call: Call, context: RouteContext): Promise<Answer> {
  try {
    const core = await context.core();
    const { value, bytes } = await core.requestBytes('exports.read', { id: call.caught });
    return {
      status: 200,
      headers: {
        'Content-Type': 'application/octet-stream',
        'Cache-Control': 'no-store',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(value.name)}`,
      },
      body: bytes,
    };
  } catch (error) {
    if (error instanceof Failed) return json(404, { failure: error.failure });
    throw error;
  }
}

const ID = '[\\w-]{1,200}';

export const routes: readonly Route[] = [
  { name: 'frames', method: 'GET', pattern: /^(\/frames)$/, example: '/frames', answer: 'upgrade' },
  {
    name: 'upload',
    method: 'PUT',
    pattern: new RegExp(`^/uploads/(${ID})$`),
    example: '/uploads/u1?from=0',
    answer: upload,
  },
  {
    name: 'export',
    method: 'GET',
    pattern: new RegExp(`^/exports/(${ID})$`),
    example: '/exports/e1',
    answer: exported,
  },
  { name: 'page', method: 'GET', pattern: /^(\/[\w./-]*)$/, example: '/', answer: pageFile },
];

/** The route of an address, and what its pattern caught. */
export function routeOf(path: string): { route: Route; caught: string } | null {
  for (const route of routes) {
    const caught = route.pattern.exec(path)?.[1];
    if (caught !== undefined) return { route, caught };
  }
  return null;
}
