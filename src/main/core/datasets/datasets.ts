/** The workspace's data sets. Their manifests on disk are the truth; the database remembers which were verified. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Output, Parsed } from '../../../shared/contract/core.ts';
import { MANIFEST_FILE, manifestSchema, rowBytes } from '../../../shared/data/manifest.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { coreWords } from '../../../shared/words/core.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import type { WithBytes } from '../answer.ts';
import type { Broadcast } from '../events.ts';
import { fileFailed, syncFolder, writeWhole } from '../files.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/database.ts';
import { countRunsOf } from '../store/runs.ts';
import { removeDataset, verifiedState, writeDataset } from '../store/small.ts';
import { readRows } from './rows.ts';

/** A folder that is being written, or on its way out: never a data set. */
const PASSING = '.';

export interface Datasets {
  /** The newest first. */
  list(): readonly DatasetManifest[];
  /** Throws Failed 'not-found'. */
  get(id: string): DatasetManifest;
  folderOf(id: string): string;
  /** An empty folder to import into, gone when `adopt` or `discard` was called. */
  temporary(id: string): string;
  adopt(id: string, manifest: DatasetManifest): Promise<DatasetManifest>;
  discard(id: string): Promise<void>;
  rows(page: Parsed<'datasets.rows'>): Promise<WithBytes<Output<'datasets.rows'>>>;
  rename(id: string, name: string): Promise<void>;
  /** Throws Failed 'data-in-use' while runs need it. */
  remove(id: string): Promise<void>;
  /** Compares the files with the hash, unless they are as they were when last compared. Throws Failed 'data-damaged'. */
  verify(id: string): Promise<DatasetManifest>;
}

/** Reads all manifests, and clears what imports and deletions of a former core left behind. */
export async function openDatasets(needs: {
  readonly store: Store;
  readonly events: Broadcast;
  readonly log: Log;
  readonly folder: string;
}): Promise<Datasets> {
  const { store, events, log, folder } = needs;
  const known = new Map<string, DatasetManifest>();
  for (const name of await readdir(folder)) {
    if (name.startsWith(PASSING)) await rm(join(folder, name), { recursive: true, force: true });
    else
      await readManifest(join(folder, name)).then(
        (manifest) => known.set(name, { ...manifest, id: name }),
        (error: unknown) => log.error(`data set ${name} left out`, error),
      );
  }
  const changed = (): void => events.emit('datasets.changed', {});
  const folderOf = (id: string): string => join(folder, id);
  const temporary = (id: string): string => join(folder, `${PASSING}tmp-${id}`);
  const get = (id: string): DatasetManifest => {
    const manifest = known.get(id);
    if (!manifest) throw new Failed(failure('not-found', { what: 'data set', name: id }));
    return manifest;
  };
  const remember = async (manifest: DatasetManifest): Promise<void> =>
    writeDataset(store, {
      id: manifest.id,
      name: manifest.name,
      hash: manifest.hash,
      verified: await fileState(folderOf(manifest.id), manifest),
    });

  return {
    list: () => [...known.values()].sort((a, b) => b.created.localeCompare(a.created)),
    get,
    folderOf,
    temporary,
    adopt: async (id, given) => {
      const manifest = manifestSchema.parse(given);
      if (manifest.id !== id) throw new Error(`The import of ${id} made ${manifest.id}`);
      await rename(temporary(id), folderOf(id));
      await syncFolder(folder);
      known.set(id, manifest);
      await remember(manifest);
      changed();
      return manifest;
    },
    discard: (id) => rm(temporary(id), { recursive: true, force: true }),
    rows: (page) => readRows(folderOf(page.id), get(page.id), page),
    rename: async (id, name) => {
      const manifest = { ...get(id), name };
      await writeWhole(join(folderOf(id), MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
      known.set(id, manifest);
      await remember(manifest);
      changed();
    },
    remove: async (id) => {
      const { name } = get(id);
      const runs = countRunsOf(store, id);
      if (runs > 0) throw new Failed(failure('data-in-use', { name, runs }));
      const gone = join(folder, `${PASSING}gone-${id}`);
      await rename(folderOf(id), gone);
      known.delete(id);
      removeDataset(store, id);
      changed();
      await rm(gone, { recursive: true, force: true });
    },
    verify: async (id) => {
      const manifest = get(id);
      const state = await fileState(folderOf(id), manifest);
      if (verifiedState(store, id, manifest.hash) !== state) {
        if ((await hashOf(folderOf(id), manifest)) !== manifest.hash) {
          throw new Failed(failure('data-damaged', { name: manifest.name, detail: coreWords.fileHash }));
        }
        await remember(manifest);
      }
      return manifest;
    },
  };
}

async function readManifest(folder: string): Promise<DatasetManifest> {
  return manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')));
}

/** Sizes and times of the column files; throws Failed 'data-damaged' where one is missing or has the wrong length. */
async function fileState(folder: string, manifest: DatasetManifest): Promise<string> {
  const states = await Promise.all(
    manifest.columns.map(async (column) => {
      const facts = await stat(join(folder, column.file)).catch(() => null);
      if (facts?.size !== manifest.rows * rowBytes(column)) {
        throw new Failed(
          failure('data-damaged', { name: manifest.name, detail: coreWords.fileShort(column.file) }),
        );
      }
      return `${facts.size}:${facts.mtimeMs}`;
    }),
  );
  return states.join(' ');
}

async function hashOf(folder: string, manifest: DatasetManifest): Promise<string> {
  const hash = createHash('sha256');
  for (const column of manifest.columns) {
    const path = join(folder, column.file);
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
        hash.update(chunk as Buffer);
    } catch (error) {
      throw fileFailed(error, path);
    }
  }
  return `sha256-${hash.digest('hex')}`;
}
