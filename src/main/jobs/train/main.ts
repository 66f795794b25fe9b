/**
 * The training job: one process for one run, or for one trial of an engine. Started by the core with the contract's pipe (`job.ts`); it ends with the
 * event 'ended' or 'failed', or with a stack on standard error where a bug met it.
 */
import type { TrainCommand, TrainEvent, TrialCommand, TrialEvent } from '../../../shared/contract/jobs.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import type { Failure } from '../../../shared/words/failures.ts';
import { connectParent } from '../job.ts';
import { controlOf } from './control.ts';
import { runTraining } from './run.ts';
import { runTrial } from './trial.ts';

const parent = connectParent<TrainCommand | TrialCommand, TrainEvent | TrialEvent>();
const control = controlOf(parent);

/** A look is dropped while the last ones are unread: there will be another. */
const MOST_UNREAD = 1024 * 1024;

control.onStart((start) => {
  const work =
    start.type === 'trial'
      ? runTrial(start, (event) => parent.send(event))
      : runTraining(start, control, (event, bytes) => {
          if (event.type !== 'watched' || parent.waiting < MOST_UNREAD) parent.send(event, bytes);
        });
  work
    .catch((error: unknown) => {
      const told = failureOf(error);
      if (told) parent.send({ type: 'failed', failure: told });
      else {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exitCode = 1;
      }
    })
    .then(() => parent.end())
    // TensorFlow's threads would hold the process for a moment.
    .then(() => process.exit());
});

/** What a person can do something about; null for a bug. */
function failureOf(error: unknown): Failure | null {
  if (error instanceof Failed) return error.failure;
  const { code, message = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC')
    return failure('disk-full', { path: (error as NodeJS.ErrnoException).path ?? 'a file' });
  if (/\bOOM\b|resource exhausted|out of memory|allocation failed|ERR_MEMORY/i.test(`${code} ${message}`)) {
    return failure('out-of-memory', { detail: `${message.split('\n')[0]} Use a smaller batch size.` });
  }
  return null;
}
