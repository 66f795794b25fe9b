/**
 * Files that a browser uploads. The core says where each goes and how much of it is there already; the server streams
 * into it. Names come from strangers, so files are called by hashes and the names kept beside them.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { Output, Parsed, Source } from '../../../shared/contract/core.ts';
import type { ImportFile } from '../../../shared/contract/jobs.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { fileFailed } from '../files.ts';

const metaSchema = z.strictObject({ name: z.string(), bytes: z.number() });
const FORGOTTEN_AFTER = 7 * 24 * 3600 * 1000;

export interface Uploads {
  begin(input: Parsed<'uploads.begin'>): Promise<Output<'uploads.begin'>>;
  /** Paths with the names that the person knows. Throws Failed where an upload is unknown or not whole. */
  resolve(sources: readonly Source[]): Promise<ImportFile[]>;
  /** A folder for what is fetched from elsewhere, kept like uploads until it is forgotten. */
  folderOf(key: string): Promise<string>;
  forgetFolder(key: string): Promise<void>;
  /** Removes what these sources uploaded. */
  forget(sources: readonly Source[]): Promise<void>;
}

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

/** Removes uploads that nobody went on with for a week. */
export async function openUploads(folder: string, now = Date.now()): Promise<Uploads> {
  for (const group of await readdir(folder)) {
    const facts = await stat(join(folder, group)).catch(() => null);
    if (facts && now - facts.mtimeMs > FORGOTTEN_AFTER) {
      await rm(join(folder, group), { recursive: true, force: true });
    }
  }
  const pathOf = (upload: string): string => {
    if (!/^[0-9a-f]{24}-[0-9a-f]{24}$/.test(upload)) throw unknownUpload(upload);
    const [group, file] = upload.split('-') as [string, string];
    return join(folder, group, file);
  };

  return {
    begin: async ({ name, bytes, group, key }) => {
      const upload = `${short(group)}-${short(key)}`;
      const path = pathOf(upload);
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(`${path}.json`, JSON.stringify({ name, bytes }));
        const received = await sizeOf(path);
        if (received <= bytes) return { upload, received, path };
        await truncate(path, 0); // another file under the same key
        return { upload, received: 0, path };
      } catch (error) {
        throw fileFailed(error, path);
      }
    },
    resolve: (sources) =>
      Promise.all(
        sources.map(async (source) => {
          if ('path' in source) return { path: source.path, name: basename(source.path) };
          const path = pathOf(source.upload);
          const meta = metaSchema.parse(
            JSON.parse(
              await readFile(`${path}.json`, 'utf8').catch(() => {
                throw unknownUpload(source.upload);
              }),
            ),
          );
          if ((await sizeOf(path)) !== meta.bytes) throw unknownUpload(meta.name);
          return { path, name: meta.name };
        }),
      ),
    folderOf: async (key) => {
      const path = join(folder, short(key));
      try {
        await mkdir(path, { recursive: true });
        return path;
      } catch (error) {
        throw fileFailed(error, path);
      }
    },
    forgetFolder: (key) => rm(join(folder, short(key)), { recursive: true, force: true }),
    forget: async (sources) => {
      for (const source of sources) {
        if (!('upload' in source)) continue;
        const path = pathOf(source.upload);
        await rm(path, { force: true });
        await rm(`${path}.json`, { force: true });
      }
    },
  };
}

const unknownUpload = (name: string): Failed =>
  new Failed(failure('not-found', { what: 'complete upload', name }));

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}
