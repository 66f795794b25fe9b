/** One workspace's core, whole but for its socket: tests and `main.ts` put it together in the same way. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { physicalCores } from '../jobs/tensorflow/install/machine.ts';
import type { EntryName } from '../client/entries.ts';
import { entry, resources } from '../client/entries.ts';
import { answer } from './answer.ts';
import type { Reply } from './answer.ts';
import { openCheckpoints } from './checkpoints/checkpoints.ts';
import { openDatasets } from './datasets/datasets.ts';
import { openTensorFlowInstaller } from './doctor/tensorflow.ts';
import { broadcast } from './events.ts';
import type { Broadcast } from './events.ts';
import { isPart } from './files.ts';
import { handlersOf } from './handlers.ts';
import { openImports } from './imports/imports.ts';
import { openUploads } from './imports/uploads.ts';
import type { Log } from './log.ts';
import { openExports } from './models/exports.ts';
import { openInspect } from './models/inspect.ts';
import { busyMeter } from './machine/machine.ts';
import { openTrials } from './machine/trial.ts';
import { openProjects } from './projects/projects.ts';
import { openQueue } from './queue/queue.ts';
import { openReserve } from './reserve.ts';
import { openRuns } from './runs/runs.ts';
import { openWatching } from './runs/watching.ts';
import type { Client } from './runs/watching.ts';
import { numberSetting, settings } from './settings.ts';
import { openStore } from './store/database.ts';

export interface CoreOptions {
  readonly workspace: string;
  readonly log: Log;
  /** Entry files of the jobs; default: those of this installation. */
  readonly entries?: (name: EntryName) => string;
  /** Folder of the sample projects; default: the one that ships. */
  readonly samples?: string | null;
}

export interface Core {
  readonly events: Broadcast;
  /** `client`: who asks; default: one that hears no looks. */
  answer(name: string, input: unknown, client?: Client): Promise<Reply>;
  /** Work that goes on without any client: runs that train or wait, imports, exports, an installation. */
  active(): number;
  /** `active` may have become 0. */
  onIdle(listener: () => void): void;
  /** Pauses what trains and lets go of everything. */
  close(limit?: number): Promise<void>;
}

export const FOLDERS = ['projects', 'datasets', 'checkpoints', 'exports', 'uploads', 'logs'] as const;
export const DATABASE = 'neuroloom.db';
const NOBODY: Client = { show: () => undefined, onClose: () => undefined };
const SHUT_DOWN_LIMIT = 20_000;

/** Opens a workspace that this process has locked. Throws Failed where it cannot be used. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { workspace, log, entries = entry } = options;
  for (const name of FOLDERS) await mkdir(join(workspace, name), { recursive: true });
  const folder = (name: (typeof FOLDERS)[number]): string => join(workspace, name);
  await removeParts(folder('projects'));
  const store = openStore(join(workspace, DATABASE));
  const events = broadcast();
  const reserve = openReserve(join(workspace, 'reserve'));
  const job = (name: EntryName) => () => entries(name);

  const datasets = await openDatasets({ store, events, log, folder: folder('datasets') });
  const checkpoints = await openCheckpoints({ store, log, folder: folder('checkpoints') });
  const uploads = await openUploads(folder('uploads'));
  const imports = openImports({ store, events, log, datasets, uploads, workspace, job: job('job-import') });
  const watching = openWatching();
  const queue = openQueue({
    store,
    events,
    watching,
    log,
    checkpoints,
    datasets,
    workspace,
    job: job('job-train'),
    freeReserve: reserve.free,
    atOnce: () => Math.max(1, numberSetting(store, settings.runsAtOnce)),
  });
  const runs = openRuns({ store, events, datasets, checkpoints, queue, watching });
  const models = { store, datasets, checkpoints };
  const inspect = openInspect(job('job-inspect'), workspace);
  const exports = openExports({
    ...models,
    events,
    workspace,
    folder: folder('exports'),
    job: job('job-export'),
  });
  const projects = openProjects({
    store,
    events,
    folder: folder('projects'),
    samples: options.samples === undefined ? resources('samples') : options.samples,
    datasets: () => datasets.list(),
    download: (request) => imports.download(request),
    downloading: (key) => imports.downloading(key),
    importData: async (files, name, importOptions) => {
      const sources = files.map((path) => ({ path }));
      return (await imports.start({ sources, name, options: importOptions })).done;
    },
  });
  const tensorFlow = openTensorFlowInstaller({ events, log, entry: job('tensorflow-install') });
  const trials = openTrials({
    events,
    workspace,
    cores: physicalCores(),
    threads: availableParallelism(),
    job: job('job-train'),
    training: () => queue.active(),
  });
  const handlers = handlersOf({
    workspace,
    store,
    events,
    projects,
    datasets,
    imports,
    uploads,
    runs,
    models,
    inspect,
    exports,
    queue,
    tensorFlow,
    trials,
    meter: busyMeter(),
  });

  return {
    events,
    answer: (name, input, client = NOBODY) => answer(handlers, name, input, client, log),
    active: () =>
      queue.active() + imports.active() + exports.active() + tensorFlow.active() + trials.active(),
    onIdle: (listener) => {
      for (const part of [queue, imports, exports, tensorFlow, trials]) part.onIdle(listener);
    },
    close: async (limit = SHUT_DOWN_LIMIT) => {
      tensorFlow.close();
      trials.cancel();
      await queue.shutDown(limit);
      inspect.close();
      store.close();
    },
  };
}

/** What a save that was killed left behind. */
async function removeParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (isPart(name)) await rm(join(folder, name), { force: true });
}
