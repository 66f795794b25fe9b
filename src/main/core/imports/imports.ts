/** Imports: each a job that writes a data set aside; it becomes one whole or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { ImportOptions, ImportPreview, ImportState, Source } from '../../../shared/contract/core.ts';
import type {
  ImportCommand,
  ImportDownload,
  ImportEvent,
  ImportFile,
} from '../../../shared/contract/jobs.ts';
import type { DatasetManifest, ImportProblem } from '../../../shared/data/manifest.ts';
import { assertNever } from '../../../shared/result.ts';
import { coreWords } from '../../../shared/words/core.ts';
import { Failed, failure, failureOf, faultIn } from '../../../shared/words/failures.ts';
import type { Failure } from '../../../shared/words/failures.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { Broadcast } from '../events.ts';
import { fileFailed } from '../files.ts';
import { startJob } from '../job-process.ts';
import type { JobProcess } from '../job-process.ts';
import type { Log } from '../log.ts';
import { abandonImports, beginImport, endImport } from '../store/small.ts';
import type { Store } from '../store/database.ts';
import type { Uploads } from './uploads.ts';

const FIRST_PROBLEMS = 100;
const CANCEL_GRACE = 5000;
/** How many ended imports are still told of. */
const ENDED_KEPT = 20;

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

export interface Imports {
  preview(request: ImportRequest): Promise<ImportPreview>;
  start(request: ImportRequest): Promise<{ id: string; done: Promise<DatasetManifest> }>;
  /** An import of files that are fetched first. Answers the one under way where this key has one. */
  download(request: DownloadRequest): Promise<{ id: string; done: Promise<DatasetManifest> }>;
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

type Job = JobProcess<ImportCommand, ImportEvent>;

export function openImports(needs: ImportsNeeds): Imports {
  const { store, events, datasets } = needs;
  const states = new Map<string, ImportState>();
  const running = new Map<string, Job>();
  const idleListeners: (() => void)[] = [];
  let previews = 0;
  abandonImports(store, failure('job-died', { job: 'import', detail: coreWords.interruptedByEnd }));

  const idle = (): void => idleListeners.forEach((listener) => listener());
  const change = (id: string, part: Partial<ImportState>): ImportState => {
    const state = { ...states.get(id)!, ...part };
    states.set(id, state);
    events.emit('import.changed', state);
    return state;
  };
  const end = (id: string, part: Partial<ImportState>): void => {
    running.delete(id);
    const { state, dataset, rows, problems, failure: cause } = change(id, part);
    try {
      endImport(store, { id, state, dataset, rows, problems, failure: cause });
    } catch (error) {
      needs.log.error(`the end of import ${id} could not be written`, error); // it is told all the same
    }
    const ended = [...states.values()].filter((other) => other.state !== 'running');
    for (const old of ended.slice(0, -ENDED_KEPT)) states.delete(old.id);
    idle();
  };

  const run = async (
    id: string,
    request: ImportRequest,
    files: readonly ImportFile[],
    downloads: readonly ImportDownload[] = [],
  ): Promise<DatasetManifest> => {
    const folder = datasets.temporary(id);
    try {
      await mkdir(folder);
      const job: Job = startJob(needs.job(), needs.workspace);
      running.set(id, job);
      const manifest = await importWith(job, progressOf(id, states, change), {
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
        end(id, { state: 'cancelled', secondsLeft: null });
        throw new Failed(
          failure('import-failed', { file: states.get(id)?.name ?? '', detail: coreWords.cancelled }),
        );
      }
      await datasets.adopt(id, manifest);
      await needs.uploads.forget(request.sources);
      const { rows, name } = manifest;
      const problems = manifest.problems.count;
      const firstProblems = manifest.problems.first.slice(0, FIRST_PROBLEMS);
      const part = { rows, name, problems, firstProblems, dataset: id, fraction: 1, secondsLeft: null };
      end(id, { ...part, state: 'done' });
      return manifest;
    } catch (error) {
      const cause = causeOf(fileFailed(error, folder), needs.log);
      await datasets.discard(id).catch((e: unknown) => needs.log.error('while removing a failed import', e));
      if (states.get(id)?.state === 'running')
        end(id, { state: 'failed', secondsLeft: null, failure: cause });
      throw new Failed(cause);
    }
  };

  type Started = ReturnType<Imports['start']>;
  const begin = (
    request: ImportRequest,
    files: readonly ImportFile[],
    downloads: readonly ImportDownload[] = [],
  ): Awaited<Started> => {
    const id = `data-${randomUUID()}`;
    const name = request.name ?? parse(files[0]!.name).name;
    beginImport(store, { id, name, sources: files.map((file) => file.name) });
    states.set(id, newState(id, name));
    change(id, {});
    const done = run(id, request, files, downloads);
    done.catch(() => undefined); // told by its state; whoever waits for it hears it too
    return { id, done };
  };

  /** Imports by the key of what they fetch, once they have an id. */
  const underWay = new Map<string, string>();
  const fetching = new Map<string, Started>();
  const download = async ({ key, name, options, downloads }: DownloadRequest): Started => {
    const folder = await needs.uploads.folderOf(key);
    const files = downloads.map((file) => ({ path: join(folder, file.name), name: file.name }));
    const { id, done } = begin({ sources: [], name, options }, files, downloads);
    underWay.set(key, id);
    const whole = done
      .finally(() => underWay.delete(key))
      .then(async (manifest) => {
        await needs.uploads.forgetFolder(key);
        return manifest;
      });
    whole.catch(() => undefined);
    return { id, done: whole };
  };

  return {
    preview: async (request) => {
      const files = await needs.uploads.resolve(request.sources);
      previews += 1;
      try {
        return await previewWith(startJob(needs.job(), needs.workspace), files, request.options);
      } finally {
        previews -= 1;
        idle();
      }
    },
    start: async (request) => {
      const files = await needs.uploads.resolve(request.sources);
      return begin(request, files);
    },
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
      if (!states.has(id)) throw new Failed(failure('not-found', { what: 'import', name: id }));
      const job = running.get(id);
      if (!job) return;
      job.send({ type: 'cancel' });
      const timer = setTimeout(() => job.kill(), CANCEL_GRACE);
      cancelled.add(job);
      job.onExit(() => clearTimeout(timer));
    },
    list: () => [...states.values()].reverse(),
    active: () => previews + [...states.values()].filter(({ state }) => state === 'running').length,
    onIdle: (listener) => void idleListeners.push(listener),
  };
}

/** Jobs whose end was asked for: how they end is no fault. */
const cancelled = new WeakSet<Job>();

const newState = (id: string, name: string): ImportState => ({
  id,
  name,
  state: 'running',
  fraction: 0,
  rows: 0,
  rowsPerSecond: 0,
  secondsLeft: null,
  problems: 0,
  firstProblems: [],
  dataset: null,
  failure: null,
});

type ProgressEvent = Extract<ImportEvent, { type: 'progress' }>;

/** Turns a job's progress into the state that is shown: rates over the whole import so far. */
function progressOf(
  id: string,
  states: ReadonlyMap<string, ImportState>,
  change: (id: string, part: Partial<ImportState>) => void,
): (event: ProgressEvent) => void {
  const started = performance.now();
  return ({ fraction, rows, problems, newProblems }) => {
    const seconds = Math.max(0.001, (performance.now() - started) / 1000);
    const shown: readonly ImportProblem[] = states.get(id)?.firstProblems ?? [];
    change(id, {
      fraction,
      rows,
      problems,
      firstProblems: [...shown, ...newProblems].slice(0, FIRST_PROBLEMS),
      rowsPerSecond: rows / seconds,
      secondsLeft: fraction > 0.01 ? (seconds * (1 - fraction)) / fraction : null,
    });
  };
}

/** The manifest of the whole data set; null when it was cancelled. Throws Failed. */
function importWith(
  job: Job,
  progress: (event: ProgressEvent) => void,
  command: Extract<ImportCommand, { type: 'start' }>,
): Promise<DatasetManifest | null> {
  return new Promise((resolve, reject) => {
    job.onEvent((event) => {
      switch (event.type) {
        case 'progress':
          return progress(event);
        case 'done':
          job.end(2000);
          return resolve(event.manifest);
        case 'cancelled':
          job.end(2000);
          return resolve(null);
        case 'failed':
          job.end(2000);
          return reject(new Failed(event.failure));
        case 'preview':
          return;
        default:
          return assertNever(event);
      }
    });
    job.onExit(({ words }) => {
      if (cancelled.has(job)) resolve(null);
      else reject(new Failed(failure('job-died', { job: 'import', detail: words })));
    });
    job.send(command);
  });
}

function previewWith(job: Job, files: readonly ImportFile[], options: ImportOptions): Promise<ImportPreview> {
  return new Promise((resolve, reject) => {
    job.onEvent((event) => {
      if (event.type === 'preview') resolve(event.preview);
      if (event.type === 'failed') reject(new Failed(event.failure));
      if (event.type === 'preview' || event.type === 'failed') job.end(1000);
    });
    job.onExit(({ words }) => reject(new Failed(failure('job-died', { job: 'import', detail: words }))));
    job.send({ type: 'preview', files, options });
  });
}

function causeOf(error: unknown, log: Log): Failure {
  if (!(error instanceof Failed)) log.error('an import failed', error);
  return failureOf(error, faultIn('import'));
}
