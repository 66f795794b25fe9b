/** Rows of a data set, read by position straight from its column files; never a whole file. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Output, Parsed } from '../../../shared/contract/core.ts';
import { MOMENT_BYTES, rowBytes } from '../../../shared/data/manifest.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { coreWords } from '../../../shared/words/core.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { WithBytes } from '../answer.ts';
import { fileFailed } from '../files.ts';

/** A page of large pictures holds fewer rows than asked for: an answer stays within this many bytes. */
const LARGEST_ANSWER = 48 * 1024 * 1024;
const SCAN_BYTES = 256 * 1024;

/** A page of one split, optionally of one class. The indices answered are of the whole data set. */
export async function readRows(
  folder: string,
  manifest: DatasetManifest,
  page: Parsed<'datasets.rows'>,
): Promise<WithBytes<Output<'datasets.rows'>>> {
  const perRow = manifest.columns.reduce((sum, column) => sum + rowBytes(column), MOMENT_BYTES);
  const count = Math.max(1, Math.min(page.count, Math.floor(LARGEST_ANSWER / perRow)));
  const { rows, total } = page.category
    ? await rowsOfClass(folder, manifest, { ...page, count, category: page.category })
    : rowsOfSplit(manifest, { ...page, count });
  const moments = manifest.time?.file;
  const parts = await Promise.all([
    ...manifest.columns.map((column) => readFile(folder, manifest, column.file, rowBytes(column), rows)),
    ...(moments ? [readFile(folder, manifest, moments, MOMENT_BYTES, rows)] : []),
  ]);
  const bytes = Buffer.concat(parts);
  let from = 0;
  const columns = manifest.columns.map((column, i) => {
    const place = { name: column.name, from, bytes: parts[i]!.length };
    from += place.bytes;
    return place;
  });
  return new WithBytes({ rows, total, columns, moments: moments ? from : null }, bytes);
}

type Page = Pick<Parsed<'datasets.rows'>, 'split' | 'from' | 'count'>;

function rowsOfSplit(manifest: DatasetManifest, page: Page): { rows: number[]; total: number } {
  const [start, end] = manifest.splits[page.split];
  const from = Math.min(start + page.from, end);
  return {
    rows: Array.from({ length: Math.min(page.count, end - from) }, (_, i) => from + i),
    total: end - start,
  };
}

async function rowsOfClass(
  folder: string,
  manifest: DatasetManifest,
  page: Page & { readonly category: { readonly column: string; readonly index: number } },
): Promise<{ rows: number[]; total: number }> {
  const column = manifest.columns.find(({ name }) => name === page.category.column);
  if (column?.type !== 'category') {
    throw new Failed(failure('not-found', { what: 'category column', name: page.category.column }));
  }
  const [start, end] = manifest.splits[page.split];
  const total = column.counts[page.split][page.category.index] ?? 0;
  const rows: number[] = [];
  if (page.from >= total) return { rows, total };
  let skip = page.from;
  await withFile(folder, manifest, column.file, async (file) => {
    const step = SCAN_BYTES / 4;
    for (let at = start; at < end && rows.length < page.count; at += step) {
      const chunk = await readAt(file, at * 4, Math.min(step, end - at) * 4, manifest, column.file);
      for (let i = 0; i < chunk.length / 4 && rows.length < page.count; i++) {
        if (chunk.readInt32LE(i * 4) === page.category.index && skip-- <= 0) rows.push(at + i);
      }
    }
  });
  return { rows, total };
}

/** The bytes of these rows, one after the other. Neighbouring rows are read at once. */
async function readFile(
  folder: string,
  manifest: DatasetManifest,
  name: string,
  width: number,
  rows: readonly number[],
): Promise<Buffer> {
  const parts: Buffer[] = [];
  await withFile(folder, manifest, name, async (file) => {
    for (let i = 0; i < rows.length;) {
      let run = 1;
      while (i + run < rows.length && rows[i + run] === rows[i]! + run) run++;
      parts.push(await readAt(file, rows[i]! * width, run * width, manifest, name));
      i += run;
    }
  });
  return Buffer.concat(parts);
}

async function withFile(
  folder: string,
  manifest: DatasetManifest,
  name: string,
  work: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const path = join(folder, name);
  const file = await open(path, 'r').catch((error: unknown) => {
    throw (error as { code?: unknown }).code === 'ENOENT' ? damaged(manifest, name) : fileFailed(error, path);
  });
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

const damaged = ({ name }: DatasetManifest, file: string): Failed =>
  new Failed(failure('data-damaged', { name, detail: coreWords.fileShort(file) }));

async function readAt(
  file: FileHandle,
  position: number,
  length: number,
  manifest: DatasetManifest,
  name: string,
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(buffer, read, length - read, position + read);
    if (bytesRead === 0) throw damaged(manifest, name);
    read += bytesRead;
  }
  return buffer;
}
