/** Imports: each a job that writes a data set aside; it becomes one whole or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { ImportOptions, ImportPreview, ImportState, Source } from '../../../shared/contract/core.ts';
import type { ImportDownload, ImportFile } from '../../../shared/contract/jobs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { coreWords } from '../../../shared/words/core.ts';
import { Failed, failure, failureOf, faultIn } from '../../../shared/words/failures.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { Broadcast } from '../events.ts';
import { fileFailed } from '../files.ts';
import { startJob } from '../job-process.ts';
import type { Log } from '../log.ts';
import { abandonImports } from '../store/small.ts';
import type { Store } from '../store/database.ts';
import { cancelImport, importWith, previewWith } from './import-job.ts';
import type { ImportJob } from './import-job.ts';
import { importStates } from './import-states.ts';
import type { ImportStates } from './import-states.ts';
import type { Uploads } from './uploads.ts';

export interface ImportRequest {
  readonly sources: readonly Source[];
  readonly name?: string | undefined;
  readonly options: ImportOptions;
}

/** What is fetched from the network before it is imported. */
export interface DownloadRequest extends Pick<ImportRequest, 'options'> {
  /** One for each thing: what came of an earlier attempt is gone on from. */
  readonly key: string;
  readonly name: string;
  readonly downloads: readonly ImportDownload[];
}

/** An import that goes on: `done` is its data set, or rejects with Failed. */
interface Begun {
  readonly id: string;
  readonly done: Promise<DatasetManifest>;
}

export interface Imports {
  preview(request: ImportRequest): Promise<ImportPreview>;
  start(request: ImportRequest): Promise<Begun>;
  /** An import of files that are fetched first. Answers the one under way where this key has one. */
  download(request: DownloadRequest): Promise<Begun>;
  /** The import that fetches this now. */
  downloading(key: string): string | null;
  cancel(id: string): void;
  list(): readonly ImportState[];
  /** Imports and previews that run now. */
  active(): number;
  onIdle(listener: () => void): void;
}

export interface ImportsNeeds {
  readonly store: Store;
  readonly events: Broadcast;
  readonly log: Log;
  readonly datasets: Datasets;
  readonly uploads: Uploads;
  readonly workspace: string;
  /** The import job's entry file. */
  job(): string;
}

/** An import on its way from its request to its data set. */
interface ImportTask {
  readonly id: string;
  readonly request: ImportRequest;
  readonly files: readonly ImportFile[];
  readonly downloads: readonly ImportDownload[];
}

export function openImports(needs: ImportsNeeds): Imports {
  const { store, uploads } = needs;
  const states = importStates(needs);
  const jobs = new Map<string, ImportJob>();
  const idleListeners: (() => void)[] = [];
  let previews = 0;
  abandonImports(store, failure('job-died', { job: 'import', detail: coreWords.interruptedByEnd }));

  const idle = (): void => idleListeners.forEach((listener) => listener());

  const begin = (
    request: ImportRequest,
    files: readonly ImportFile[],
    downloads: readonly ImportDownload[] = [],
  ): Begun => {
    const id = `data-${randomUUID()}`;
    states.begin(
      id,
      request.name ?? parse(files[0]!.name).name,
      files.map((file) => file.name),
    );
    const done = runImport(needs, states, jobs, { id, request, files, downloads }).finally(idle);
    done.catch(() => undefined); // told by its state; whoever waits for it hears it too
    return { id, done };
  };

  /** Imports by the key of what they fetch, once they have an id. */
  const underWay = new Map<string, string>();
  const fetching = new Map<string, Promise<Begun>>();
  const download = async ({ key, name, options, downloads }: DownloadRequest): Promise<Begun> => {
    const folder = await uploads.folderOf(key);
    const files = downloads.map((file) => ({ path: join(folder, file.name), name: file.name }));
    const { id, done } = begin({ sources: [], name, options }, files, downloads);
    underWay.set(key, id);
    const whole = done
      .finally(() => underWay.delete(key))
      .then(async (manifest) => {
        await uploads.forgetFolder(key);
        return manifest;
      });
    whole.catch(() => undefined);
    return { id, done: whole };
  };

  return {
    preview: async ({ sources, options }) => {
      const files = await uploads.resolve(sources);
      previews += 1;
      try {
        return await previewWith(startJob(needs.job(), needs.workspace), files, options);
      } finally {
        previews -= 1;
        idle();
      }
    },
    start: async (request) => begin(request, await uploads.resolve(request.sources)),
    download: (request) => {
      const begun = fetching.get(request.key);
      if (begun) return begun;
      const started = download(request);
      fetching.set(request.key, started);
      const forget = (): void => void fetching.delete(request.key);
      started.then(({ done }) => done.then(forget, forget), forget);
      return started;
    },
    downloading: (key) => underWay.get(key) ?? null,
    cancel: (id) => {
      if (!states.get(id)) throw new Failed(failure('not-found', { what: 'import', name: id }));
      const job = jobs.get(id);
      if (job) cancelImport(job);
    },
    list: () => states.list(),
    active: () => previews + states.running(),
    onIdle: (listener) => void idleListeners.push(listener),
  };
}

/**
 * Runs an import's job and takes the data set over; of one that failed or was cancelled nothing is left but its state.
 * While it has a job, the job is in `jobs`. Throws Failed.
 */
async function runImport(
  { datasets, uploads, log, ...needs }: ImportsNeeds,
  states: ImportStates,
  jobs: Map<string, ImportJob>,
  { id, request, files, downloads }: ImportTask,
): Promise<DatasetManifest> {
  const folder = datasets.temporary(id);
  try {
    await mkdir(folder);
    const job: ImportJob = startJob(needs.job(), needs.workspace);
    jobs.set(id, job);
    const started = performance.now();
    const manifest = await importWith(job, (event) => states.progress(id, started, event), {
      type: 'start',
      files,
      downloads,
      options: request.options,
      id,
      name: request.name ?? null,
      folder,
    });
    if (!manifest) {
      await datasets.discard(id);
      states.cancelled(id);
      const file = states.get(id)?.name ?? '';
      throw new Failed(failure('import-failed', { file, detail: coreWords.cancelled }));
    }
    await datasets.adopt(id, manifest);
    await uploads.forget(request.sources);
    states.done(id, manifest);
    return manifest;
  } catch (error) {
    const told = fileFailed(error, folder);
    if (!(told instanceof Failed)) log.error('an import failed', told);
    const cause = failureOf(told, faultIn('import'));
    await datasets.discard(id).catch((e: unknown) => log.error('while removing a failed import', e));
    if (states.get(id)?.state === 'running') states.failed(id, cause);
    throw new Failed(cause);
  } finally {
    jobs.delete(id);
  }
}
