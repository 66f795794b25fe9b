/** The queue: runs wait for the device and take it in turn; each is one train job. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import type { CheckpointFile } from '../../../shared/contract/jobs.ts';
import type { RunState } from '../../../shared/contract/runs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { coreWords } from '../../../shared/words/core.ts';
import { Failed, failure, failureOf, faultIn } from '../../../shared/words/failures.ts';
import type { Text } from '../../../shared/words/said.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { changeRun } from '../runs/change.ts';
import { runsInState, runSummary, storedRun, updateRun } from '../store/runs.ts';
import type { StoredRun } from '../store/runs.ts';
import { startTrainJob } from './train-job.ts';
import type { TrainJob, TrainJobNeeds } from './train-job.ts';

/**
 * Epochs of a tenth of a second would pay more for a checkpoint each than one saves; of an epoch of hours no more than a
 * minute is to be lost.
 */
const CHECKPOINT_EVERY = { epochs: 1000, steps: 60_000 } as const;

export interface QueueNeeds extends Omit<TrainJobNeeds, 'entry'> {
  readonly datasets: Datasets;
  /** The train job's entry file. */
  job(): string;
  /** How many runs may train at once. */
  atOnce(): number;
}

interface Prepared {
  readonly manifest: DatasetManifest;
  readonly resume: CheckpointFile | null;
}

export interface Queue {
  /** Starts what waits and fits. */
  pump(): void;
  /** The job that trains a run; null where none does, or it has said how it ended. */
  jobOf(run: string): TrainJob | null;
  /** Jobs that train now. */
  jobs(): readonly TrainJob[];
  /** Settles when no process works on a run that has ended. */
  gone(run: string): Promise<void>;
  /** Runs that train or wait. */
  active(): number;
  onIdle(listener: () => void): void;
  /** What a run needs to go on, checked: its data and its newest whole checkpoint. Throws Failed. */
  prepare(run: StoredRun): Promise<Prepared>;
  /** Asks every job to pause and waits until all are gone; those that do not follow in time are ended. */
  shutDown(limit: number): Promise<void>;
}

export function openQueue(needs: QueueNeeds): Queue {
  const { store, log } = needs;
  const jobs = new Map<string, TrainJob>();
  const starting = new Set<string>();
  const idleListeners: (() => void)[] = [];
  let closing = false;
  interruptFormer(needs);
  needs.watching.onChange((run) => jobs.get(run)?.watched());

  const start = async (run: StoredRun): Promise<void> => {
    const { manifest, resume } = await prepareRun(needs, run);
    const checkpoints = await needs.checkpoints.folderOf(run.id);
    if (run.jobPid !== null) {
      await strayGone(run.jobPid, needs.job());
      await needs.checkpoints.tidy(run.id);
    }
    if (storedRun(store, run.id)?.state !== 'queued' || closing) return; // paused or deleted meanwhile
    const job = startTrainJob(
      { ...needs, entry: needs.job() },
      {
        type: 'start',
        run: run.id,
        project: run.project,
        manifest,
        data: needs.datasets.folderOf(manifest.id),
        checkpoints,
        checkpointEvery: CHECKPOINT_EVERY,
        request: run.request,
        engine: run.engine,
        resume,
      },
    );
    jobs.set(run.id, job);
    await job.ended;
    jobs.delete(run.id);
    await needs.checkpoints.tidy(run.id);
  };

  const pump = (): void => {
    if (closing) return;
    const waiting = runsInState(store, ['queued']).filter(({ id }) => !starting.has(id) && !jobs.has(id));
    for (const run of waiting.slice(0, Math.max(0, needs.atOnce() - starting.size))) {
      starting.add(run.id);
      start(run)
        .catch((error: unknown) => {
          log.error(`run ${run.id} did not start`, error);
          changeRun(needs, run.id, {
            state: 'failed',
            failure: failureOf(error, faultIn('start')),
            ended: new Date().toISOString(),
            queued: null,
          });
        })
        .catch((error: unknown) => log.error(`run ${run.id}: its failure could not be written`, error))
        .finally(() => {
          starting.delete(run.id);
          pump();
          for (const listener of idleListeners) listener();
        });
    }
  };

  return {
    pump,
    jobOf: (run) => {
      const job = jobs.get(run);
      return job && !job.over() ? job : null;
    },
    jobs: () => [...jobs.values()].filter((job) => !job.over()),
    gone: async (run) => jobs.get(run)?.ended,
    active: () => new Set([...starting, ...runsInState(store, ['queued']).map(({ id }) => id)]).size,
    onIdle: (listener) => void idleListeners.push(listener),
    prepare: (run) => prepareRun(needs, run),
    shutDown: async (limit) => {
      closing = true;
      const running = [...jobs.values()];
      for (const job of running) job.pause();
      await Promise.race([Promise.all(running.map((job) => job.ended)), sleep(limit)]);
    },
  };
}

/** What `Queue.prepare` answers. */
async function prepareRun({ store, checkpoints, datasets }: QueueNeeds, run: StoredRun): Promise<Prepared> {
  const notResumable = (detail: Text): Failed =>
    new Failed(failure('run-not-resumable', { run: runSummary(store, run.id)?.name ?? run.id, detail }));
  const resume = await checkpoints.newest(run.id);
  const { id, name, hash } = run.dataset;
  if (!datasets.list().some((manifest) => manifest.id === id)) throw notResumable(coreWords.dataGone(name));
  const manifest = await datasets.verify(id);
  if (manifest.hash !== hash) throw notResumable(coreWords.dataChanged(name));
  return { manifest, resume };
}

const UNDER_WAY: readonly RunState[] = ['queued', 'preparing', 'training', 'pausing', 'stopping', 'testing'];

/** Runs that were under way when a former core was killed go on when the person says so. */
function interruptFormer({ store }: QueueNeeds): void {
  const cause = failure('job-died', { job: 'training', detail: coreWords.interruptedByEnd });
  for (const run of runsInState(store, UNDER_WAY)) {
    updateRun(store, run.id, {
      state: 'interrupted',
      failure: cause,
      queued: null,
      ended: new Date().toISOString(),
    });
  }
}

const STRAY_LIMIT = 15_000;

/**
 * Waits for the job of a core that was killed: it ends by itself when its pipe closes, after a last checkpoint that
 * nobody can register any more. A number that another program has by now is left alone.
 */
async function strayGone(pid: number, entry: string): Promise<void> {
  const until = Date.now() + STRAY_LIMIT;
  while (await isJob(pid, entry)) {
    if (Date.now() > until) process.kill(pid, 'SIGKILL');
    await sleep(50);
  }
}

async function isJob(pid: number, entry: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0').includes(entry);
}
