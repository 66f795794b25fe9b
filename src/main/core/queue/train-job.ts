/** One run while its job lives: what the job tells becomes rows, events and a state, in this order. */
import type { TrainCommand, TrainEvent } from '../../../shared/contract/jobs.ts';
import type { Progress } from '../../../shared/contract/runs.ts';
import { assertNever } from '../../../shared/result.ts';
import { failure, failureOf, faultIn } from '../../../shared/words/failures.ts';
import type { Failure } from '../../../shared/words/failures.ts';
import type { Checkpoints } from '../checkpoints/checkpoints.ts';
import type { Broadcast } from '../events.ts';
import type { Log } from '../log.ts';
import { startJob } from '../job-process.ts';
import type { JobProcess } from '../job-process.ts';
import { treePeak } from '../memory.ts';
import type { Watching } from '../runs/watching.ts';
import { changeRun } from '../runs/change.ts';
import { insertMetrics } from '../store/metrics.ts';
import { insertSample } from '../store/samples.ts';
import { runSummary, storedRun } from '../store/runs.ts';
import type { RunChange } from '../store/runs.ts';
import type { Store } from '../store/database.ts';

export interface TrainJobNeeds {
  readonly store: Store;
  readonly events: Broadcast;
  readonly log: Log;
  readonly checkpoints: Checkpoints;
  readonly watching: Watching;
  readonly workspace: string;
  readonly entry: string;
  /** Makes room for the few bytes that tell why a run ended when the disk is full. */
  freeReserve(): void;
}

export interface TrainJob {
  readonly run: string;
  readonly pid: number | null;
  /** Resident memory when it last told. */
  memoryBytes(): number;
  pause(): void;
  stop(): void;
  /** Somebody watches it now, or nobody any more. */
  watched(): void;
  /** It has said how it ended, or is gone. */
  over(): boolean;
  /** Settles when the process is gone and the run's last state is written. */
  readonly ended: Promise<void>;
}

const SAMPLE_MEMORY_EVERY = 1000;
/** A job that said how it ended has this long to let go of its memory. */
const END_GRACE = 10_000;

/** The run as its job's events and a person's wishes leave it. */
interface LiveRun {
  readonly id: string;
  readonly job: JobProcess<TrainCommand, TrainEvent>;
  /** Seconds that it had trained for when this job started, and when that was, by `performance.now()`. */
  readonly secondsBefore: number;
  readonly started: number;
  readonly memoryPeak: () => Promise<number | null>;
  peakBytes: number;
  lastProgress: Progress | null;
  /** What a person has asked for last. */
  asked: 'pausing' | 'stopping' | null;
  /** It has ended: whatever its job still tells changes nothing. */
  over: boolean;
}

/** Starts a job that trains `command.run`, which waits in the queue. */
export function startTrainJob(
  needs: TrainJobNeeds,
  command: Extract<TrainCommand, { type: 'start' }>,
): TrainJob {
  const before = storedRun(needs.store, command.run)!;
  const started = performance.now();
  const job = startJob<TrainCommand, TrainEvent>(needs.entry, needs.workspace);
  const run: LiveRun = {
    id: command.run,
    job,
    secondsBefore: before.seconds,
    started,
    memoryPeak: treePeak(process.pid),
    peakBytes: before.peakBytes,
    lastProgress: null,
    asked: null,
    over: false,
  };
  const ended = hear(needs, run);
  changeRun(needs, run.id, {
    state: 'preparing',
    failure: null,
    queued: null,
    ended: null,
    jobPid: job.pid,
    ...(before.engine === null && { started: new Date().toISOString() }),
  });
  job.send(command);
  const tellWatched = (): void => job.send({ type: 'watch', on: needs.watching.has(run.id) });
  if (needs.watching.has(run.id)) tellWatched();
  const ask = (state: 'pausing' | 'stopping', type: 'pause' | 'stop'): void => {
    if (run.over) return;
    run.asked = state;
    changeRun(needs, run.id, { state });
    job.send({ type });
  };
  return {
    run: run.id,
    pid: job.pid,
    memoryBytes: () => run.lastProgress?.memoryBytes ?? 0,
    pause: () => ask('pausing', 'pause'),
    stop: () => ask('stopping', 'stop'),
    watched: () => {
      if (!run.over) tellWatched();
    },
    over: () => run.over,
    ended,
  };
}

/** Follows all that the job tells, one event after the other. Settles as `TrainJob.ended` does. */
function hear(needs: TrainJobNeeds, run: LiveRun): Promise<void> {
  let work: Promise<void> = Promise.resolve();
  run.job.onEvent((event, bytes) => {
    // Nothing waits for a look, and it waits for nothing.
    if (event.type === 'watched') return needs.watching.show(event.watched, bytes);
    work = work
      .then(() => follow(needs, run, event, bytes))
      .catch((error: unknown) => {
        needs.log.error(`run ${run.id}: ${event.type}`, error);
        fail(needs, run, failureOf(error, faultIn(`train ${event.type}`)));
        run.job.kill(); // what it would go on to tell has nowhere to go
      });
  });
  const timer = setInterval(() => void sampleMemory(run), SAMPLE_MEMORY_EVERY);
  return new Promise((resolve) => {
    run.job.onExit(({ words }) => {
      clearInterval(timer);
      void work.then(() => {
        // It died: what it had told is kept, and it goes on from its checkpoint when asked.
        const cause = failure('job-died', { job: 'training', detail: words });
        finish(needs, run, { state: 'interrupted', failure: cause });
        resolve();
      });
    });
  });
}

/** What one event makes of the run. Throws where it cannot be written. */
async function follow(
  needs: TrainJobNeeds,
  run: LiveRun,
  event: Exclude<TrainEvent, { type: 'watched' }>,
  bytes: Uint8Array,
): Promise<void> {
  if (run.over) return;
  const { store, events } = needs;
  switch (event.type) {
    case 'engine':
      return changeRun(needs, run.id, { engine: event.engine, parameters: event.parameters });
    case 'state':
      // A pause that was asked for stays shown until the job has followed.
      return changeRun(needs, run.id, {
        state: run.asked && event.state !== 'testing' ? run.asked : event.state,
      });
    case 'metrics':
      insertMetrics(store, run.id, event.metrics);
      return events.emit('run.metrics', { run: run.id, metrics: event.metrics });
    case 'progress':
      run.lastProgress = event.progress;
      return events.emit('run.progress', event.progress);
    case 'sample': {
      const { epoch, step } = event.sample;
      insertSample(store, run.id, event.sample, bytes);
      return events.emit('run.sample', { run: run.id, epoch, step });
    }
    case 'checkpoint':
      return keepCheckpoint(needs, run, event);
    case 'ended':
      await sampleMemory(run); // a short run ends before its first second
      finish(needs, run, {
        state: event.how,
        failure: null,
        samplesPerSecond: event.samplesPerSecond,
        ...(event.test && { test: event.test }),
      });
      return run.job.end(END_GRACE);
    case 'failed':
      fail(needs, run, event.failure);
      return run.job.end(END_GRACE);
    default:
      return assertNever(event);
  }
}

/** Keeps the files that the job wrote, and tells it whether they are. Later events, so the run's end too, wait for this. */
async function keepCheckpoint(
  needs: TrainJobNeeds,
  run: LiveRun,
  event: Extract<TrainEvent, { type: 'checkpoint' }>,
): Promise<void> {
  let cause: Failure | null = null;
  try {
    await needs.checkpoints.keep(run.id, event);
  } catch (error) {
    needs.log.error(`run ${run.id}: checkpoint of step ${event.step}`, error);
    cause = failureOf(error, faultIn('checkpoint'));
  }
  run.job.send({ type: 'checkpoint-kept', step: event.step, failure: cause });
  if (cause) return;
  changeRun(needs, run.id, { seconds: secondsOf(run), peakBytes: run.peakBytes }, 'flushed');
}

/**
 * Writes the run's last state, once. On a full disk room is made for it; if there is none still, the next start finds
 * it interrupted.
 */
function finish(needs: TrainJobNeeds, run: LiveRun, part: RunChange): void {
  if (run.over) return;
  run.over = true;
  const whole: RunChange = {
    ...part,
    seconds: secondsOf(run),
    ended: new Date().toISOString(),
    jobPid: null,
    peakBytes: run.peakBytes,
  };
  try {
    changeRun(needs, run.id, whole);
  } catch (error) {
    needs.log.error(`run ${run.id}`, error);
    needs.freeReserve();
    try {
      changeRun(needs, run.id, whole);
    } catch (again) {
      needs.log.error(`run ${run.id}: its end could not be written`, again);
      const summary = runSummary(needs.store, run.id);
      if (summary && part.state)
        needs.events.emit('run.changed', { ...summary, state: part.state, failure: part.failure ?? null });
    }
  }
}

const fail = (needs: TrainJobNeeds, run: LiveRun, cause: Failure): void =>
  finish(needs, run, { state: 'failed', failure: cause });

const secondsOf = ({ secondsBefore, started }: LiveRun): number =>
  secondsBefore + (performance.now() - started) / 1000;

async function sampleMemory(run: LiveRun): Promise<void> {
  const bytes = await run.memoryPeak();
  run.peakBytes = Math.max(
    run.peakBytes,
    bytes ?? process.memoryUsage.rss() + (run.lastProgress?.memoryBytes ?? 0),
  );
}
