/**
 * Fetches the files of an import from where the person agreed to: goes on where an earlier attempt stopped, takes no
 * more than was announced, and lets nothing through whose contents are not those expected.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { get as getHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import type { ImportDownload } from '../../../shared/contract/jobs.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importReasons } from '../../../shared/words/imports.ts';
import type { ImportContext } from './context.ts';

export interface Fetching extends ImportDownload {
  /** Where the file goes; beside it `.part` grows. */
  readonly path: string;
}
type Context = Pick<ImportContext, 'signal' | 'expect' | 'advance'>;

/** With no byte for this long a connection is given up. */
const SILENCE_MS = 30_000;
/** The error that ends a connection after that time. */
const SILENT = 'silent';
const ATTEMPTS = 5;
/** What gzip may add to contents that do not shrink. */
const PACKING = 65_536;

const tooLong = new Error('longer than the file can be');

/**
 * Files that are there and right are not fetched again. Throws `Failed` where a file cannot be had or is another; the
 * signal's reason when aborted, and then what came is kept.
 */
export async function fetchFiles(files: readonly Fetching[], context: Context): Promise<void> {
  context.expect(files.reduce((sum, { packed }) => sum + packed, 0));
  for (const file of files) await fetchFile(file, context);
}

async function fetchFile(file: Fetching, context: Context): Promise<void> {
  if ((await sizeOf(file.path)) > 0 && (await isRight(file, file.path, context.signal))) {
    context.advance(file.packed);
    return;
  }
  const part = `${file.path}.part`;
  context.advance(await sizeOf(part));
  const fits = await fetchWhole(file, part, context);
  if (!fits || !(await isRight(file, part, context.signal))) {
    await rm(part, { force: true });
    throw new Failed(failure('download-wrong', { url: file.url }));
  }
  await rename(part, file.path);
}

/** Tries again as long as each attempt brings something. False: what comes is longer than the file can be. */
async function fetchWhole(file: Fetching, part: string, context: Context): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(part);
    try {
      await fetchRest(file, part, before, context);
      return true;
    } catch (error) {
      context.signal.throwIfAborted();
      if (error === tooLong) return false;
      if (isDiskError(error) || error instanceof Failed) throw error;
      if (attempt >= ATTEMPTS || (await sizeOf(part)) <= before) throw unreachable(file, error);
      await wait(200 * 2 ** attempt, undefined, { signal: context.signal });
    }
  }
}

async function fetchRest(file: Fetching, part: string, have: number, context: Context): Promise<void> {
  const { signal } = context;
  const response = await request(file.url, have, signal);
  const { statusCode = 0 } = response;
  if (statusCode === 416) {
    response.destroy();
    return; // nothing is left to fetch: whether it is right is looked at next
  }
  if (statusCode !== 200 && statusCode !== 206) {
    response.destroy();
    throw new Failed(
      failure('download-failed', { url: file.url, detail: importReasons.answered(statusCode) }),
    );
  }
  const goesOn = statusCode === 206;
  let size = goesOn ? have : 0;
  if (!goesOn) context.advance(-have);
  response.setTimeout(SILENCE_MS, () => response.destroy(new Error(SILENT)));
  const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > file.bytes + PACKING) throw tooLong;
      context.advance(chunk.length);
      yield chunk;
    }
  };
  await pipeline(response, counted, createWriteStream(part, { flags: goesOn ? 'a' : 'w' }), { signal });
}

/** Bytes as the server keeps them: nothing is unpacked on the way, and no other address is followed to. */
function request(url: string, from: number, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.startsWith('https:') ? getHttps : getHttp;
    const headers = { 'accept-encoding': 'identity', ...(from > 0 && { range: `bytes=${from}-` }) };
    const asked = get(url, { headers, signal, timeout: SILENCE_MS }, resolve);
    asked.on('timeout', () => asked.destroy(new Error(SILENT)));
    asked.on('error', reject);
  });
}

/** Whether the file gunzips to the contents expected; one that is too long is not read to its end. */
async function isRight(file: Fetching, path: string, signal: AbortSignal): Promise<boolean> {
  const hash = createHash('sha256');
  let bytes = 0;
  const take = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > file.bytes) throw new Error('longer than expected');
      hash.update(chunk);
    }
  };
  try {
    await pipeline(createReadStream(path), createGunzip(), take, { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (isDiskError(error)) throw error;
    return false; // no gzip, cut short, or too long
  }
  return bytes === file.bytes && hash.digest('hex') === file.sha256;
}

/** Errors of the file system carry the call that failed; those of the network are named by the socket's calls. */
const isDiskError = (error: unknown): boolean =>
  ['open', 'write', 'writev', 'read', 'fsync', 'close'].includes(
    (error as NodeJS.ErrnoException).syscall ?? '',
  ) && !['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes((error as NodeJS.ErrnoException).code ?? '');

function unreachable(file: Fetching, error: unknown): Failed {
  const { message, code } = error as NodeJS.ErrnoException;
  // Several addresses that all refused make an error without words of its own.
  const silent = message === '' || message === undefined ? code === undefined : message === SILENT;
  const detail = silent ? importReasons.silent() : message || code!;
  return new Failed(failure('download-failed', { url: file.url, detail }));
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}
