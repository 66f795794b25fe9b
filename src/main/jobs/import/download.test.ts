import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failed } from '../../../shared/words/failures.ts';
import { fetchFiles } from './download.ts';
import type { Fetching } from './download.ts';
import { testFolder } from './import.fixture.ts';

// A real server on this machine that serves, breaks off, lies or falls silent as each test tells it to.
const folder = testFolder();
const contents = randomBytes(200_000);
const packed = gzipSync(contents, { level: 1 });

let server: Server;
let url: string;
let asked: string[];
let serve: (request: IncomingMessage, response: ServerResponse) => void;
beforeEach(async () => {
  asked = [];
  serve = whole;
  server = createServer((request, response) => {
    asked.push(request.headers.range ?? 'all');
    serve(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rows.gz`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** As a good server: a range where one is asked for. */
function whole({ headers }: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  if (from >= packed.length) return void response.writeHead(416).end();
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': packed.length - from });
  response.end(packed.subarray(from));
}
/** Announces all of it, sends so much of it from where it was asked, and cuts the line. */
const breaking =
  (bytes: number) =>
  ({ headers }: IncomingMessage, response: ServerResponse): void => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': packed.length - from });
    response.write(packed.subarray(from, from + bytes), () => setTimeout(() => response.destroy(), 50));
  };

const file = (part: Partial<Fetching> = {}): Fetching => ({
  name: 'rows.gz',
  url,
  path: join(folder.path(), 'rows.gz'),
  packed: packed.length,
  bytes: contents.length,
  sha256: createHash('sha256').update(contents).digest('hex'),
  ...part,
});
let done = 0;
async function get(files: readonly Fetching[], signal = new AbortController().signal): Promise<void> {
  done = 0;
  await fetchFiles(files, { signal, expect: () => undefined, advance: (bytes) => (done += bytes) });
}
const failureOf = async (attempt: Promise<void>): Promise<Failed> => {
  const error = await attempt.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(Failed);
  return error as Failed;
};
const there = (): Promise<string[]> => readdir(folder.path());

test('a whole file, once: what is there and right is not fetched again', async () => {
  await get([file()]);
  expect(await readFile(file().path)).toEqual(packed);
  expect([asked, done]).toEqual([['all'], packed.length]);
  await get([file()]);
  expect([asked.length, done]).toEqual([1, packed.length]);
});

test('broken off and gone on from, by itself and at a later time', async () => {
  serve = (request, response) => (asked.length < 2 ? breaking(20_000) : whole)(request, response);
  await get([file()]);
  expect(asked).toEqual(['all', 'bytes=20000-']);
  expect([await there(), done]).toEqual([['rows.gz'], packed.length]);

  await writeFile(file({ path: join(folder.path(), 'b') }).path + '.part', packed.subarray(0, 70_000));
  await get([file({ path: join(folder.path(), 'b') })]);
  expect([asked.at(-1), done]).toEqual(['bytes=70000-', packed.length]);
  expect(await readFile(join(folder.path(), 'b'))).toEqual(packed);
});

test('a server that knows no ranges sends all of it again', async () => {
  await writeFile(`${file().path}.part`, 'the beginning of something else');
  serve = (_, response) => void response.writeHead(200).end(packed);
  await get([file()]);
  expect(await readFile(file().path)).toEqual(packed);
  expect(done).toBe(packed.length);
});

test.each([
  ['other contents', () => gzipSync(Buffer.alloc(contents.length))],
  ['contents that are cut short', () => gzipSync(contents.subarray(1))],
  ['a page in place of a file', () => Buffer.from('<html>Sign in to the network</html>')],
  ['more than was announced', () => gzipSync(Buffer.alloc(5_000_000))],
  ['more than fits', () => Buffer.alloc(contents.length + 100_000, 7)],
])('%s: refused in a sentence', async (_, made) => {
  serve = (__, response) => void response.writeHead(200).end(made());
  const { failure, message } = await failureOf(get([file()]));
  expect(failure.code).toBe('download-wrong');
  expect(message).toContain(url);
  expect(existsSync(file().path)).toBe(false);
  serve = whole;
  await get([file()]); // nothing of it stands in the way of the next attempt
  expect(await there()).toEqual(['rows.gz']);
});

test('what is on the disk from before but wrong is replaced', async () => {
  await writeFile(file().path, gzipSync('damaged'));
  await get([file()]);
  expect(await readFile(file().path)).toEqual(packed);
});

test('a server that refuses, an address where none is: why, and what came is kept', async () => {
  await writeFile(`${file().path}.part`, packed.subarray(0, 9));
  serve = (_, response) => void response.writeHead(503).end();
  expect((await failureOf(get([file()]))).message).toMatch(/the server answered 503/);
  serve = (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  expect((await failureOf(get([file()]))).message).toMatch(/the server answered 302/);
  const nowhere = await failureOf(get([file({ url: 'http://127.0.0.1:1/rows.gz' })]));
  expect(nowhere.failure).toMatchObject({ code: 'download-failed', facts: { detail: /ECONNREFUSED/ } });
  expect(await there()).toEqual(['rows.gz.part']);
});

test('cancelled: stops in the middle and keeps what came', async () => {
  const cancel = new AbortController();
  serve = (_, response) => {
    response.writeHead(200, { 'content-length': packed.length });
    response.write(packed.subarray(0, 30_000)); // and then silence
  };
  const attempt = fetchFiles([file()], {
    signal: cancel.signal,
    expect: () => undefined,
    advance: (bytes) => {
      done += bytes;
      if (bytes > 0 && asked.length === 1) setTimeout(() => cancel.abort(), 20);
    },
  });
  const error = await attempt.catch((caught: unknown) => caught);
  expect(error).not.toBeInstanceOf(Failed);
  expect(cancel.signal.aborted).toBe(true);
  serve = whole;
  await get([file()]);
  expect(asked.at(-1)).toMatch(/^bytes=\d+-$/);
  expect(await readFile(file().path)).toEqual(packed);
});
