/** Files as streams of bytes, unpacked where they are gzipped, whatever they lie in (a folder, a zip). */
import { createReadStream } from 'node:fs';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fileReason } from '../../../shared/words/core.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importReasons } from '../../../shared/words/imports.ts';
import { SNIFF_BYTES } from './sniff.ts';

/** One file to read, however often: every `open` gives a new stream from its start. */
export interface SourceFile {
  /** As the person knows it: "pets/cats/1.jpg". */
  readonly name: string;
  /** The parts of `name`, folders first. */
  readonly parts: readonly string[];
  /** On disk, or unpacked in a zip. */
  readonly bytes: number;
  open(): Promise<Readable>;
  /** Throws `Failed` where the file is not what it was when it was listed: whoever reads it twice would get two files. */
  checkUnchanged(): Promise<void>;
}

const CHUNK_BYTES = 256 * 1024;

/** A file on disk, as `stat` saw it. */
export function diskFile(
  path: string,
  name: string,
  { size: bytes, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>,
): SourceFile {
  return {
    name,
    parts: name.split(/[/\\]/).filter((part) => part !== ''),
    bytes,
    open: () => Promise.resolve(createReadStream(path, { highWaterMark: CHUNK_BYTES })),
    async checkUnchanged() {
      const now = await stat(path);
      if (now.size !== bytes || now.mtimeMs !== mtimeMs) throw changed(name);
    },
  };
}

export const changed = (name: string): Failed =>
  new Failed(failure('import-failed', { file: name, detail: importReasons.changed() }));

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Bytes of the file itself (packed ones where it is gzipped) as they are read. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * The contents of a file, chunk by chunk, unpacked if gzipped. Throws `Failed` with the file's name where it cannot
 * be read or unpacked, and the signal's reason when aborted.
 */
export async function* readBytes(file: SourceFile, options: ReadOptions = {}): AsyncGenerator<Uint8Array> {
  try {
    const raw = count((await file.open()) as AsyncIterable<Uint8Array>, options);
    const first = await raw.next();
    if (first.done) return await file.checkUnchanged();
    const whole = chain(first.value, raw);
    const packed = first.value[0] === 0x1f && first.value[1] === 0x8b;
    for await (const chunk of packed ? unpack(whole) : whole) {
      options.signal?.throwIfAborted();
      yield chunk;
    }
    await file.checkUnchanged();
  } catch (error) {
    throw readFailure(error, file.name);
  }
}

/** The first bytes of a file, unpacked if gzipped; fewer where it is shorter. */
export async function readHead(file: SourceFile, bytes = SNIFF_BYTES): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let have = 0;
  for await (const chunk of readBytes(file)) {
    parts.push(chunk);
    have += chunk.length;
    if (have >= bytes) break;
  }
  return new Uint8Array(Buffer.concat(parts).subarray(0, bytes));
}

/** The whole of a small file, as it is (not unpacked). Throws `Failed` where it is larger than `most`. */
export async function readWhole(file: SourceFile, most: number, signal?: AbortSignal): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let have = 0;
  try {
    for await (const chunk of (await file.open()) as AsyncIterable<Uint8Array>) {
      signal?.throwIfAborted();
      parts.push(chunk);
      have += chunk.length;
      if (have > most) throw new Error(`it is larger than ${Math.round(most / 1e6)} MB`);
    }
  } catch (error) {
    throw readFailure(error, file.name);
  }
  return Buffer.concat(parts);
}

async function* count(raw: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncGenerator<Uint8Array> {
  for await (const chunk of raw) {
    options.onBytes?.(chunk.length);
    yield chunk;
  }
}

async function* chain(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

function unpack(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Errors come out of the iteration; the callback only keeps them from being thrown a second time.
  pipeline(packed, gunzip, () => undefined);
  return gunzip;
}

const GZIP_SHORT = 'Z_BUF_ERROR';

function readFailure(error: unknown, name: string): unknown {
  if (error instanceof Failed) return error;
  const { code } = error as NodeJS.ErrnoException;
  if ((error as Error).name === 'AbortError') return error;
  if (code === GZIP_SHORT)
    return new Failed(failure('import-failed', { file: name, detail: importReasons.gzipTruncated() }));
  if (code?.startsWith('Z_'))
    return new Failed(failure('import-failed', { file: name, detail: importReasons.gzipDamaged() }));
  return new Failed(failure('file-unreadable', { path: name, detail: fileReason(error) }));
}
