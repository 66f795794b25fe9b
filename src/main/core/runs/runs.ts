/** What a person does with runs: start, pause, resume, stop, look back, delete. */
import { randomUUID } from 'node:crypto';
import type { Output, Parsed } from '../../../shared/contract/core.ts';
import { RUN_ENDED } from '../../../shared/contract/runs.ts';
import type { RunSummary } from '../../../shared/contract/runs.ts';
import { canTrain, checkProject } from '../../../shared/network/check.ts';
import type { MachineRoom } from '../../../shared/network/memory.ts';
import type { Project } from '../../../shared/network/document.ts';
import { coreWords, runName } from '../../../shared/words/core.ts';
import { canDelete } from '../../../shared/runs/can-delete.ts';
import { packed } from '../../../shared/runs/packed.ts';
import type { PackedSeries } from '../../../shared/runs/packed.ts';
import { isMeasured } from '../../../shared/runs/series.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { problemText, saidProblem } from '../../../shared/words/problems.ts';
import type { Problem } from '../../../shared/words/problems.ts';
import type { Said, Text } from '../../../shared/words/said.ts';
import { WithBytes } from '../answer.ts';
import type { Checkpoints } from '../checkpoints/checkpoints.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { Broadcast } from '../events.ts';
import type { Queue } from '../queue/queue.ts';
import { deleteRun, insertRun, nextQueued, runSummaries, runSummary, storedRun } from '../store/runs.ts';
import { roomForRun } from '../machine/room.ts';
import { engineRequest } from '../settings.ts';
import { changeRun, tellRun } from './change.ts';
import { openCurves } from './curves.ts';
import type { Client, Watching } from './watching.ts';
import type { Store } from '../store/database.ts';
import { metricsOf } from '../store/metrics.ts';
import { sampleOf, samplesOf } from '../store/samples.ts';

export interface RunsNeeds {
  readonly store: Store;
  readonly events: Broadcast;
  readonly datasets: Datasets;
  readonly checkpoints: Checkpoints;
  readonly queue: Queue;
  readonly watching: Watching;
}

export interface Runs {
  list(): readonly RunSummary[];
  get(run: string): Output<'runs.get'>;
  metrics(input: Parsed<'runs.metrics'>): Output<'runs.metrics'>;
  curves(input: Parsed<'runs.curves'>): Promise<WithBytes<Output<'runs.curves'>>>;
  stretch(input: Parsed<'runs.stretch'>): Promise<WithBytes<Output<'runs.stretch'>>>;
  samples(run: string): Output<'runs.samples'>;
  sample(run: string, epoch: number): WithBytes<Output<'runs.sample'>>;
  start(input: Parsed<'runs.start'>): { run: string };
  pause(run: string): void;
  resume(run: string): Promise<void>;
  stop(run: string): void;
  watch(run: string, client: Client, on: boolean): void;
  rename(run: string, name: string): void;
  remove(run: string): Promise<void>;
}

export function openRuns(needs: RunsNeeds): Runs {
  const { store, events, datasets, checkpoints, queue, watching } = needs;
  const summaryOf = (run: string): RunSummary => {
    const summary = runSummary(store, run);
    if (!summary) throw new Failed(failure('not-found', { what: 'run', name: run }));
    return summary;
  };
  const wrongState = ({ name, state }: RunSummary, wanted: Text): Failed =>
    new Failed(failure('run-wrong-state', { run: name, state, wanted }));
  /** A run that waits ends at once; one that trains is asked to. */
  const halt = (run: string, how: 'paused' | 'stopped', ask: 'pause' | 'stop'): void => {
    const summary = summaryOf(run);
    const job = queue.jobOf(run);
    if (job) return job[ask]();
    if (summary.state === 'queued') {
      changeRun(needs, run, { state: how, queued: null, ended: new Date().toISOString() });
    } else if (summary.state !== how) {
      throw wrongState(summary, coreWords.stateUnderWay);
    }
  };

  const curves = openCurves(store);

  return {
    list: () => runSummaries(store),
    get: (run) => ({ run: summaryOf(run), project: storedRun(store, run)!.project }),
    metrics: ({ run, afterStep }) => {
      summaryOf(run);
      return metricsOf(store, run, afterStep);
    },
    curves: async ({ run, of, weight }) => {
      summaryOf(run);
      const { byName } = await curves.of(run, weight);
      summaryOf(run); // deleted meanwhile, it would have only some
      return withBytes([...byName].filter(([name]) => isMeasured(of, name)));
    },
    stretch: async ({ run, name, weight, from, to }) => {
      summaryOf(run);
      const series = await curves.stretch(run, name, weight, [from, to]);
      return withBytes(series ? [[name, series]] : []);
    },
    samples: (run) => {
      summaryOf(run);
      return samplesOf(store, run);
    },
    sample: (run, epoch) => {
      summaryOf(run);
      const found = sampleOf(store, run, epoch);
      if (!found) throw new Failed(failure('not-found', { what: 'sample of epoch', name: String(epoch) }));
      return new WithBytes(found.sample, found.png);
    },
    start: ({ project: drawn, path, engine }) => {
      const { project, manifest } = checked(drawn, datasets, roomForRun(queue));
      const id = `run-${randomUUID()}`;
      const dataset = { id: manifest.id, name: manifest.name, hash: manifest.hash };
      insertRun(
        store,
        { id, project, projectPath: path, dataset, request: engine ?? engineRequest(store) },
        runName,
      );
      tellRun(needs, id);
      queue.pump();
      return { run: id };
    },
    pause: (run) => halt(run, 'paused', 'pause'),
    stop: (run) => {
      // A paused run is stopped by saying so: there is nothing to end.
      if (summaryOf(run).state === 'paused') changeRun(needs, run, { state: 'stopped' });
      else halt(run, 'stopped', 'stop');
    },
    watch: (run, client, on) => {
      summaryOf(run);
      watching.set(run, client, on);
    },
    resume: async (run) => {
      const summary = summaryOf(run);
      if (!RUN_ENDED.includes(summary.state) || summary.state === 'finished') {
        throw wrongState(summary, coreWords.stateResumable);
      }
      try {
        await queue.prepare(storedRun(store, run)!);
      } catch (error) {
        tellRun(needs, run); // a damaged checkpoint is shown no more
        throw error;
      }
      if (summaryOf(run).state !== summary.state) throw wrongState(summaryOf(run), coreWords.stateResumable);
      changeRun(needs, run, { state: 'queued', failure: null, queued: nextQueued(store), ended: null });
      queue.pump();
    },
    rename: (run, name) => {
      summaryOf(run);
      changeRun(needs, run, { name });
    },
    remove: async (run) => {
      const summary = summaryOf(run);
      if (!canDelete(summary)) throw wrongState(summary, coreWords.stateEnded);
      await queue.gone(run);
      deleteRun(store, run);
      events.emit('run.deleted', { run });
      await checkpoints.remove(run);
    },
  };
}

const withBytes = (all: Parameters<typeof packed>[0]): WithBytes<readonly PackedSeries[]> => {
  const { value, bytes } = packed(all);
  return new WithBytes(value, bytes);
};

/** Problems whose sentences are the same are told once. */
const eachOnce = (problems: readonly Problem[]): readonly Said[] => [
  ...new Map(problems.map((problem) => [problemText(problem), saidProblem(problem)])).values(),
];

/** The project as it will be trained, with its data. Throws Failed 'project-has-problems' with each in words. */
export function checked(project: Project, datasets: Datasets, room: MachineRoom) {
  const manifest = datasets.list().find(({ id }) => id === project.data.dataset?.id) ?? null;
  const problems = checkProject(project, manifest, room);
  if (!manifest || !canTrain(problems)) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    throw new Failed(failure('project-has-problems', { sentences: eachOnce(errors) }));
  }
  const dataset = { id: manifest.id, name: manifest.name };
  return { project: { ...project, data: { ...project.data, dataset } }, manifest };
}
