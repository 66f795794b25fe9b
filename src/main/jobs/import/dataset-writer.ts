/** Writes a data set's column files and, when all are whole and synced, its manifest. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, open, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DATASET_FORMAT, MANIFEST_FILE, manifestSchema } from '../../../shared/data/manifest.ts';
import type { Column, DatasetManifest, SplitName } from '../../../shared/data/manifest.ts';

const BUFFER_BYTES = 4 * 1024 * 1024;

/**
 * One column's file, written from front to back, `buffer` bytes or more at a time. Holds no file open, so a table may
 * have thousands of columns.
 */
export class ColumnFile {
  readonly file: string;
  readonly path: string;
  readonly #buffer: number;
  #parts: Uint8Array[] = [];
  #held = 0;

  constructor(folder: string, file: string, buffer = BUFFER_BYTES) {
    this.#buffer = buffer;
    this.file = file;
    this.path = join(folder, file);
  }

  /** Takes over `bytes`: the caller does not write into them again. */
  async append(bytes: Uint8Array): Promise<void> {
    this.#parts.push(bytes);
    this.#held += bytes.length;
    if (this.#held >= this.#buffer) await this.#flush();
  }

  async #flush(): Promise<void> {
    const parts = this.#parts.splice(0);
    this.#held = 0;
    await appendFile(this.path, parts.length === 1 ? parts[0]! : Buffer.concat(parts));
  }

  /** All bytes are on the disk itself. */
  async finish(): Promise<void> {
    await this.#flush();
    await syncFile(this.path);
  }
}

/** Mean and spread of numbers in one pass, in the order of the rows (Welford), so chunks change nothing. */
export class Statistics {
  #count = 0;
  #mean = 0;
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;

  add(value: number): void {
    this.#count++;
    const before = value - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (value - this.#mean);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  result(): { min: number; max: number; mean: number; standardDeviation: number } | null {
    if (this.#count === 0) return null;
    const standardDeviation = Math.sqrt(this.#squares / this.#count);
    return { min: this.#min, max: this.#max, mean: this.#mean, standardDeviation };
  }
}

export const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

/** Row ranges of splits that follow one another. */
export function splitRanges(rows: Readonly<Record<SplitName, number>>): DatasetManifest['splits'] {
  const validation = rows.train + rows.validation;
  return {
    train: [0, rows.train],
    validation: [rows.train, validation],
    test: [validation, validation + rows.test],
  };
}

/** Rows of each class, by split. */
export const emptyCounts = (classes: number): Record<SplitName, number[]> => ({
  train: new Array<number>(classes).fill(0),
  validation: new Array<number>(classes).fill(0),
  test: new Array<number>(classes).fill(0),
});

/** What a column of categories is in the manifest; the counts are yet to be filled. */
export const categoryColumn = (
  name: string,
  file: string,
  classes: readonly string[],
): Column & { type: 'category' } => ({
  type: 'category',
  name,
  file,
  classes: [...classes],
  counts: emptyCounts(classes.length),
});

export type Unsealed = Omit<
  DatasetManifest,
  'format' | 'version' | 'bytes' | 'hash' | 'created' | 'problems'
>;

/** Hashes the finished column files and writes the manifest, synced, as the last thing. */
export async function sealDataset(
  folder: string,
  unsealed: Unsealed,
  problems: DatasetManifest['problems'],
  signal: AbortSignal,
): Promise<DatasetManifest> {
  const { hash, bytes } = await hashColumns(folder, unsealed.columns, signal);
  const manifest: DatasetManifest = {
    format: DATASET_FORMAT,
    version: 1,
    ...unsealed,
    problems,
    bytes,
    created: new Date().toISOString(),
    hash,
  };
  const path = join(folder, MANIFEST_FILE);
  await writeFile(path, JSON.stringify(manifestSchema.parse(manifest), null, 1));
  await syncFile(path);
  await syncFolder(folder);
  return manifest;
}

async function hashColumns(
  folder: string,
  columns: readonly Column[],
  signal: AbortSignal,
): Promise<{ hash: `sha256-${string}`; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const { file } of columns) {
    const path = join(folder, file);
    for await (const chunk of createReadStream(path, {
      highWaterMark: 1024 * 1024,
    }) as AsyncIterable<Uint8Array>) {
      signal.throwIfAborted();
      hash.update(chunk);
    }
    bytes += (await stat(path)).size;
  }
  return { hash: `sha256-${hash.digest('hex')}`, bytes };
}

export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; its file systems keep names by themselves.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Rewrites a file of RGB pixels that are all grey as one byte a pixel. */
export async function keepFirstOfThree(column: ColumnFile, signal: AbortSignal): Promise<void> {
  const aside = `${column.path}.grey`;
  let phase = 0;
  const parts: Buffer[] = [];
  let held = 0;
  await writeFile(aside, '');
  const flush = async (): Promise<void> => {
    await appendFile(aside, Buffer.concat(parts.splice(0)));
    held = 0;
  };
  for await (const chunk of createReadStream(column.path, {
    highWaterMark: 768 * 1024,
  }) as AsyncIterable<Uint8Array>) {
    signal.throwIfAborted();
    const from = (3 - phase) % 3;
    const kept = Buffer.alloc(Math.max(0, Math.ceil((chunk.length - from) / 3)));
    for (let i = 0; i < kept.length; i++) kept[i] = chunk[from + 3 * i]!;
    phase = (phase + chunk.length) % 3;
    parts.push(kept);
    held += kept.length;
    if (held >= BUFFER_BYTES) await flush();
  }
  await flush();
  await syncFile(aside);
  await rename(aside, column.path);
}
