/** Imports real files of a test's own folder and reads the data set back. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { ImportOptions, ImportPreview } from '../../../shared/contract/core.ts';
import { manifestSchema } from '../../../shared/data/manifest.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { Failed } from '../../../shared/words/failures.ts';
import { told } from '../../../shared/words/told.ts';
import { reporter } from './context.ts';
import { runImport } from './import.ts';
import { previewImport } from './preview.ts';

export interface Imported {
  readonly manifest: DatasetManifest;
  /** By column name, as they are on the disk. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** "file:line: sentence" of each problem. */
  /** Of a series. */
  readonly moments: readonly number[];
  readonly notes: readonly string[];
}

/** A folder for each test of the file, gone after it. */
export function testFolder(): {
  path(): string;
  write(name: string, data: string | Uint8Array): Promise<string>;
} {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return {
    path: () => folder,
    async write(name, data) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, data);
      return path;
    },
  };
}

const dropped = (paths: readonly string[]) => paths.map((path) => ({ path, name: basename(path) }));
const quiet = () => reporter(new AbortController().signal, () => undefined);

/** Throws what the import throws. */
export async function importPaths(paths: readonly string[], options: ImportOptions = {}): Promise<Imported> {
  const folder = await mkdtemp(join(tmpdir(), 'dataset-'));
  try {
    await runImport(
      { type: 'start', files: dropped(paths), options, id: 'test', name: null, folder },
      quiet(),
    );
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
    const values: Record<string, number[]> = {};
    for (const column of manifest.columns) {
      const bytes = await readFile(join(folder, column.file));
      const own = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
      const typed =
        column.type === 'image'
          ? new Uint8Array(own)
          : column.type === 'number'
            ? new Float32Array(own)
            : new Int32Array(own);
      values[column.name] = [...typed];
    }
    const notes = manifest.problems.first.map(
      ({ file, line, message }) => `${file}${line === undefined ? '' : `:${line}`}: ${told(message)}`,
    );
    const kept = manifest.time?.file && (await readFile(join(folder, manifest.time.file)));
    const moments = kept ? [...new Float64Array(Uint8Array.from(kept).buffer)] : [];
    return { manifest, values, moments, notes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const previewPaths = (paths: readonly string[], options: ImportOptions = {}): Promise<ImportPreview> =>
  previewImport({ type: 'preview', files: dropped(paths), options }, quiet());

/** The sentence of the failure that the import ends in. */
export async function failureOf(paths: readonly string[], options: ImportOptions = {}): Promise<string> {
  try {
    await importPaths(paths, options);
  } catch (error) {
    if (error instanceof Failed) return error.message;
    throw error;
  }
  throw new Error('The import did not fail');
}
