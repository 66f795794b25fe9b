import { join } from 'node:path';
import { coreLog } from '../client/workspace.ts';
import type { RequestName } from '../../shared/contract/core.ts';
import type { MachineNow } from '../../shared/contract/machine.ts';
import type { Handlers } from './answer.ts';
import type { Datasets } from './datasets/datasets.ts';
import { diagnostics } from './doctor/diagnostics.ts';
import { doctorReport } from './doctor/doctor.ts';
import type { TensorFlowInstaller } from './doctor/tensorflow.ts';
import type { Imports } from './imports/imports.ts';
import type { Uploads } from './imports/uploads.ts';
import type { Exports } from './models/exports.ts';
import type { Broadcast } from './events.ts';
import type { Inspect } from './models/inspect.ts';
import { askNewest, modelSource } from './models/source.ts';
import type { ModelNeeds } from './models/source.ts';
import { openStreams } from './models/streams.ts';
import type { Projects } from './projects/projects.ts';
import type { Queue } from './queue/queue.ts';
import { machineReport } from './machine/machine.ts';
import type { busyMeter } from './machine/machine.ts';
import { roomForRun } from './machine/room.ts';
import type { Trials } from './machine/trial.ts';
import { checked } from './runs/runs.ts';
import type { Runs } from './runs/runs.ts';
import { engineRequest, runsOnClose } from './settings.ts';
import { runSummary } from './store/runs.ts';
import { databaseFacts } from './store/database.ts';
import type { Store } from './store/database.ts';
import { readSettings, writeSetting } from './store/small.ts';
import { checkForUpdates, releasesAddress } from './updates.ts';
import { bytesOf } from './usage.ts';
import { version } from './version.ts';

export interface HandlerNeeds {
  readonly workspace: string;
  readonly store: Store;
  readonly events: Broadcast;
  readonly projects: Projects;
  readonly datasets: Datasets;
  readonly imports: Imports;
  readonly uploads: Uploads;
  readonly runs: Runs;
  readonly models: ModelNeeds;
  readonly inspect: Inspect;
  readonly exports: Exports;
  readonly queue: Queue;
  readonly tensorFlow: TensorFlowInstaller;
  readonly trials: Trials;
  readonly meter: ReturnType<typeof busyMeter>;
}

const USAGE = ['projects', 'datasets', 'checkpoints', 'exports', 'uploads', 'logs', 'neuroloom.db'] as const;

/** The handlers of requests whose names begin with one of these. */
type HandlersOf<Group extends string> = Pick<Handlers, Extract<RequestName, `${Group}.${string}`>>;
type ModelRequest =
  | `runs.${'evaluate' | 'predict' | 'predictTable' | 'generate' | 'cancel' | 'probe' | 'export'}`
  | 'exports.read';

/** The answers of a workspace, by request. */
export const handlersOf = (needs: HandlerNeeds): Handlers => ({
  ...workspaceHandlers(needs),
  ...machineHandlers(needs),
  ...documentHandlers(needs),
  ...runHandlers(needs),
  ...modelHandlers(needs),
});

/** The workspace and this installation, with how both are. */
function workspaceHandlers({
  workspace,
  store,
  queue,
  tensorFlow,
}: HandlerNeeds): HandlersOf<'workspace' | 'settings' | 'updates' | 'doctor' | 'tensorflow' | 'core'> {
  return {
    'workspace.info': () => ({
      path: workspace,
      version: version(),
      pid: process.pid,
      releases: releasesAddress() !== null,
    }),
    'workspace.usage': () =>
      Promise.all(
        USAGE.map(async (name) => ({
          name,
          path: join(workspace, name),
          bytes: await bytesOf(join(workspace, name)),
        })),
      ),
    'settings.get': () => readSettings(store),
    'settings.set': ({ key, value }) => {
      writeSetting(store, key, value);
      queue.pump(); // more runs may train at once now
    },
    'updates.check': () => checkForUpdates({ current: version(), address: releasesAddress() }),
    'doctor.report': () => doctorReport(workspace, databaseFacts(store)),
    'doctor.diagnostics': async () =>
      diagnostics({
        version: version(),
        workspace,
        log: coreLog(workspace),
        checks: await doctorReport(workspace, databaseFacts(store)),
        machine: await machineReport(),
        settings: readSettings(store),
      }),
    'tensorflow.state': () => tensorFlow.state(),
    'tensorflow.install': () => tensorFlow.install(),
    'core.runsOnClose': () => ({ active: queue.active(), answer: runsOnClose(store) }),
  };
}

/** What the machine can do and does now. */
function machineHandlers(needs: HandlerNeeds): HandlersOf<'machine' | 'trial'> {
  const { datasets, queue, trials } = needs;
  return {
    'machine.report': () => machineReport(),
    'machine.now': () => machineNow(needs),
    'trial.start': ({ project: drawn }) => {
      const { project, manifest } = checked(drawn, datasets, roomForRun(queue));
      return trials.start({ project, manifest, data: datasets.folderOf(manifest.id) });
    },
    'trial.cancel': () => trials.cancel(),
    'trial.state': () => trials.state(),
  };
}

/** Projects and data sets, and how both come in. */
function documentHandlers({
  projects,
  datasets,
  imports,
  uploads,
}: HandlerNeeds): HandlersOf<'projects' | 'samples' | 'datasets' | 'import' | 'uploads'> {
  return {
    'projects.list': () => projects.list(),
    'projects.samples': () => projects.samples(),
    'projects.create': (input) => projects.create(input),
    'projects.open': ({ path }) => projects.open(path),
    'projects.save': ({ path, project, revision }) => projects.save(path, project, revision),
    'projects.delete': ({ path }) => projects.remove(path),

    'datasets.list': () => datasets.list(),
    'datasets.get': ({ id }) => datasets.get(id),
    'datasets.rows': (page) => datasets.rows(page),
    'datasets.rename': ({ id, name }) => datasets.rename(id, name),
    'datasets.delete': ({ id }) => datasets.remove(id),

    'import.preview': (request) => imports.preview(request),
    'import.start': async (request) => ({ id: (await imports.start(request)).id }),
    'samples.download': ({ sample }) => projects.download(sample),
    'import.cancel': ({ id }) => imports.cancel(id),
    'import.list': () => imports.list(),
    'uploads.begin': (input) => uploads.begin(input),
  };
}

function runHandlers({ runs, trials }: HandlerNeeds): Omit<HandlersOf<'runs'>, ModelRequest> {
  return {
    'runs.list': () => runs.list(),
    'runs.get': ({ run }) => runs.get(run),
    'runs.start': (input) => {
      const started = runs.start(input);
      trials.cancel();
      return started;
    },
    'runs.pause': ({ run }) => runs.pause(run),
    'runs.resume': ({ run }) => {
      trials.cancel();
      return runs.resume(run);
    },
    'runs.stop': ({ run }) => runs.stop(run),
    'runs.watch': ({ run, on }, client) => runs.watch(run, client, on),
    'runs.rename': ({ run, name }) => runs.rename(run, name),
    'runs.delete': ({ run }) => runs.remove(run),
    'runs.metrics': (input) => runs.metrics(input),
    'runs.curves': (input) => runs.curves(input),
    'runs.stretch': (input) => runs.stretch(input),
    'runs.samples': ({ run }) => runs.samples(run),
    'runs.sample': ({ run, epoch }) => runs.sample(run, epoch),
  };
}

/** What a run's newest model is asked, and given out as. */
function modelHandlers({
  events,
  uploads,
  models,
  inspect,
  exports,
}: HandlerNeeds): Pick<Handlers, ModelRequest> {
  const streams = openStreams();
  return {
    'runs.evaluate': ({ run, split, stream = null }) =>
      streams.run(stream, (ended) =>
        askNewest(models, run, (model) => inspect.evaluate(model, split, { stream, ended })),
      ),
    'runs.predict': async ({ run, rows = [], sources = [] }) => {
      const files = await uploads.resolve(sources);
      return askNewest(models, run, (model) => inspect.predict(model, rows, files));
    },
    'runs.predictTable': async ({ run, sources }) => {
      const files = await uploads.resolve(sources);
      return askNewest(models, run, (model) => inspect.predictTable(model, files));
    },
    'runs.generate': ({ run, stream = null, ...request }) =>
      streams.run(stream, (ended) =>
        askNewest(models, run, (model) =>
          inspect.generate(model, request, {
            stream,
            ended,
            written: (text) => stream !== null && events.emit('generate.written', { stream, text }),
          }),
        ),
      ),
    'runs.cancel': ({ stream }) => {
      streams.end(stream);
      inspect.cancel(stream);
    },
    'runs.probe': async ({ run, checkpoint, ...request }) =>
      checkpoint === undefined
        ? askNewest(models, run, (model) => inspect.probe(model, request))
        : inspect.probe(await modelSource(models, run, checkpoint), request),
    'runs.export': ({ run, format, to }) => exports.start(run, format, to),
    'exports.read': ({ id }) => exports.read(id),
  };
}

async function machineNow({ store, queue, meter }: HandlerNeeds): Promise<MachineNow> {
  return {
    freeBytes: process.availableMemory(),
    room: roomForRun(queue),
    training: await Promise.all(
      queue.jobs().map(async (job) => ({
        run: job.run,
        name: runSummary(store, job.run)?.name ?? job.run,
        memoryBytes: job.memoryBytes(),
        busyThreads: job.pid === null ? null : await meter.busy(job.pid),
      })),
    ),
    request: engineRequest(store),
  };
}
