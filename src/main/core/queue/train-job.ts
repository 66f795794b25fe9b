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
import { insertMetrics } from '../store/metrics.ts';
import { insertSample } from '../store/samples.ts';
import { runSummary, storedRun, updateRun } from '../store/runs.ts';
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

export function startTrainJob(
  needs: TrainJobNeeds,
  command: Extract<TrainCommand, { type: 'start' }>,
): TrainJob {
  const { store, events, log } = needs;
  const { run } = command;
  const before = storedRun(store, run)!;
  const started = performance.now();
  const job: JobProcess<TrainCommand, TrainEvent> = startJob(needs.entry, needs.workspace);
  let asked: 'pausing' | 'stopping' | null = null;
  let over = false;
  let peak = before.peakBytes;
  let last: Progress | null = null;
  /** Checkpoints are kept one after the other, and before the end that follows them. */
  let work: Promise<void> = Promise.resolve();

  const memoryPeak = treePeak(process.pid);
  const sampleMemory = async (): Promise<void> => {
    const bytes = await memoryPeak();
    peak = Math.max(peak, bytes ?? process.memoryUsage.rss() + (last?.memoryBytes ?? 0));
  };
  const tell = (): void => {
    const summary = runSummary(store, run);
    if (summary) events.emit('run.changed', summary);
  };
  const change = (part: RunChange): void => {
    updateRun(store, run, part);
    tell();
  };
  const seconds = (): number => before.seconds + (performance.now() - started) / 1000;
  /** The run's last state. On a full disk room is made for it; if there is none still, the next start finds it interrupted. */
  const finish = (part: RunChange): void => {
    if (over) return;
    over = true;
    const whole: RunChange = { ...part, ended: new Date().toISOString(), jobPid: null, peakBytes: peak };
    try {
      change(whole);
    } catch (error) {
      log.error(`run ${run}`, error);
      needs.freeReserve();
      try {
        change(whole);
      } catch (again) {
        log.error(`run ${run}: its end could not be written`, again);
        const summary = runSummary(store, run);
        if (summary && part.state)
          events.emit('run.changed', { ...summary, state: part.state, failure: part.failure ?? null });
      }
    }
  };
  const fail = (cause: Failure): void => finish({ state: 'failed', failure: cause, seconds: seconds() });

  const handle = async (
    event: Exclude<TrainEvent, { type: 'watched' }>,
    bytes: Uint8Array,
  ): Promise<void> => {
    if (over) return;
    switch (event.type) {
      case 'engine':
        return change({ engine: event.engine, parameters: event.parameters });
      case 'state':
        // A pause that was asked for stays shown until the job has followed.
        return change({ state: asked && event.state !== 'testing' ? asked : event.state });
      case 'metrics':
        insertMetrics(store, run, event.metrics);
        return events.emit('run.metrics', { run, metrics: event.metrics });
      case 'progress':
        last = event.progress;
        return events.emit('run.progress', event.progress);
      case 'sample': {
        const { epoch, step } = event.sample;
        insertSample(store, run, event.sample, bytes);
        return events.emit('run.sample', { run, epoch, step });
      }
      case 'checkpoint': {
        const cause = await kept(event);
        job.send({ type: 'checkpoint-kept', step: event.step, failure: cause });
        if (cause) return;
        updateRun(store, run, { seconds: seconds(), peakBytes: peak }, 'flushed');
        return tell();
      }
      case 'ended':
        await sampleMemory(); // a short run ends before its first second
        finish({
          state: event.how,
          failure: null,
          seconds: seconds(),
          samplesPerSecond: event.samplesPerSecond,
          ...(event.test && { test: event.test }),
        });
        return job.end(END_GRACE);
      case 'failed':
        fail(event.failure);
        return job.end(END_GRACE);
      default:
        return assertNever(event);
    }
  };
  const kept = async (event: Extract<TrainEvent, { type: 'checkpoint' }>): Promise<Failure | null> => {
    try {
      await needs.checkpoints.keep(run, event);
      return null;
    } catch (error) {
      log.error(`run ${run}: checkpoint of step ${event.step}`, error);
      return failureOf(error, faultIn('checkpoint'));
    }
  };

  job.onEvent((event, bytes) => {
    // Nothing waits for a look, and it waits for nothing.
    if (event.type === 'watched') return needs.watching.show(event.watched, bytes);
    work = work.then(() =>
      handle(event, bytes).catch((error: unknown) => {
        log.error(`run ${run}: ${event.type}`, error);
        fail(failureOf(error, faultIn(`train ${event.type}`)));
        job.kill(); // what it would go on to tell has nowhere to go
      }),
    );
  });

  const timer = setInterval(() => void sampleMemory(), SAMPLE_MEMORY_EVERY);

  const ended = new Promise<void>((resolve) => {
    job.onExit(({ words }) => {
      clearInterval(timer);
      void work.then(() => {
        // It died: what it had told is kept, and it goes on from its checkpoint when asked.
        const cause = failure('job-died', { job: 'training', detail: words });
        finish({ state: 'interrupted', failure: cause, seconds: seconds() });
        resolve();
      });
    });
  });

  change({
    state: 'preparing',
    failure: null,
    queued: null,
    ended: null,
    jobPid: job.pid,
    ...(before.engine === null && { started: new Date().toISOString() }),
  });
  job.send(command);
  const tellWatched = (): void => job.send({ type: 'watch', on: needs.watching.has(run) });
  if (needs.watching.has(run)) tellWatched();
  const ask = (state: 'pausing' | 'stopping', type: 'pause' | 'stop'): void => {
    if (over) return;
    asked = state;
    change({ state });
    job.send({ type });
  };
  return {
    run,
    pid: job.pid,
    memoryBytes: () => last?.memoryBytes ?? 0,
    pause: () => ask('pausing', 'pause'),
    stop: () => ask('stopping', 'stop'),
    watched: () => {
      if (!over) tellWatched();
    },
    over: () => over,
    ended,
  };
}
