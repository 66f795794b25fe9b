/** Checkpoints as a run keeps them while it trains, and reads them back: patient where the disk is full, whatever the core has named them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { hashTensors, readCheckpoint, writeCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Control, Start } from './control.ts';

/** How long a checkpoint that finds the disk full is tried again, and how often, in ms. */
const FULL_DISK_PATIENCE = 60_000;
const FULL_DISK_RETRY = 1000;
/** However large the state: from one checkpoint to the next it takes so many times as long as to keep one. */
const TIMES = 20;

/** What is there to go on from. */
export interface Kept {
  readonly step: number;
  readonly sha256: string;
  /** sha256 over parameters and optimizer state. */
  readonly weights: string;
}

/** Keeps one state after the other while training goes on: writes it and waits until the core has registered it. */
export interface Keeper {
  /** Begins, once the state before it is kept. Throws what kept that one from being kept. */
  begin(state: Checkpoint): Promise<void>;
  /** Waits until what was begun is kept, or throws likewise. */
  settle(): Promise<void>;
  /** It is time for the next, after a step or at an epoch's end. */
  due(after: keyof Start['checkpointEvery']): boolean;
  /** It is at work, which goes on whenever the event loop has a turn. */
  readonly busy: boolean;
  /** The next call throws. */
  readonly failed: boolean;
  /** What was kept last; null before the first. */
  readonly last: Kept | null;
}

export function createKeeper(
  { checkpoints: folder, checkpointEvery: every }: Pick<Start, 'checkpoints' | 'checkpointEvery'>,
  control: Pick<Control, 'asked' | 'kept'>,
  send: (event: TrainEvent) => void,
  now: () => number = () => performance.now(),
): Keeper {
  let work: Promise<void> = Promise.resolve();
  let [ended, took] = [now(), 0];
  let [busy, failed] = [false, false];
  let last: Kept | null = null;
  const keep = async (state: Checkpoint): Promise<void> => {
    const { step, epoch } = state;
    const weights = hashTensors(state.tensors);
    const path = join(folder, `${step}-${process.pid}.partial`);
    const written = await writePatiently(path, state, control);
    const answer = control.kept(step);
    send({ type: 'checkpoint', path, step, epoch, ...written, weights });
    const problem = await answer;
    if (problem) throw new Failed(problem);
    last = { step, sha256: written.sha256, weights };
  };
  return {
    async begin(state) {
      await work;
      busy = true;
      const began = now();
      work = keep(state).finally(() => {
        busy = false;
        ended = now();
        took = ended - began;
      });
      work.catch(() => (failed = true));
    },
    settle: () => work,
    due: (after) => every[after] === 0 || (!busy && now() - ended >= Math.max(every[after], TIMES * took)),
    get busy() {
      return busy;
    },
    get failed() {
      return failed;
    },
    get last() {
      return last;
    },
  };
}

/** The checkpoint that was last written, under whatever name the core has kept it; null where it is gone. */
export async function readKept(
  folder: string,
  { step, sha256 }: Pick<Kept, 'step' | 'sha256'>,
): Promise<Checkpoint | null> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${step}.`) && !name.startsWith(`${step}-`)) continue;
    const found = await readCheckpoint({ path: join(folder, name), sha256 }).catch(() => null);
    if (found) return found;
  }
  return null;
}

/** On a full disk the run holds and tries again for a while: nothing but the last steps is at stake. */
async function writePatiently(
  path: string,
  checkpoint: Checkpoint,
  control: Pick<Control, 'asked'>,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const began = performance.now();
  for (;;) {
    try {
      return await writeCheckpoint(path, checkpoint);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOSPC' && code !== 'EDQUOT') {
        throw new Failed(failure('file-unreadable', { path, detail: message }));
      }
      if (control.asked || performance.now() - began > FULL_DISK_PATIENCE) {
        throw new Failed(failure('disk-full', { path }));
      }
      process.stderr.write(`The disk is full: ${path} is tried again.\n`);
      await wait(FULL_DISK_RETRY);
    }
  }
}
