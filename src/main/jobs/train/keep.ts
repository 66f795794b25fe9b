/** Checkpoints as a run keeps them while it trains, and reads them back: patient where the disk is full, whatever the core has named them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { readCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { createCheckpointWriter } from '../checkpoint/writer.ts';
import type { CheckpointWriter, Written } from '../checkpoint/writer.ts';
import type { Control } from './control.ts';

/** How long a checkpoint that finds the disk full is tried again, and how often, in ms. */
const FULL_DISK_PATIENCE = 60_000;
const FULL_DISK_RETRY = 1000;

/** What is there to go on from. */
export interface Kept extends Pick<Written, 'sha256' | 'weights'> {
  readonly step: number;
}

/** Keeps one state after the other while training goes on: writes it and waits until the core has registered it. */
export interface Keeper {
  /** Begins, once the state before it is kept; the tensors are its own from then on. Throws what kept that one from being kept. */
  begin(state: Checkpoint): Promise<void>;
  /** Waits until what was begun is kept, or throws likewise. */
  settle(): Promise<void>;
  /** The next call throws. */
  readonly failed: boolean;
  /** What was kept last; null before the first. */
  readonly last: Kept | null;
  close(): void;
}

export function createKeeper(folder: string, control: Control, send: (event: TrainEvent) => void): Keeper {
  let work: Promise<void> = Promise.resolve();
  const writer = createCheckpointWriter();
  let failed = false;
  let last: Kept | null = null;
  const keep = async (state: Checkpoint): Promise<void> => {
    const { step, epoch } = state;
    const path = join(folder, `${step}-${process.pid}.partial`);
    const written = await writePatiently(writer, path, state, control);
    const answer = control.kept(step);
    send({ type: 'checkpoint', path, step, epoch, ...written });
    const problem = await answer;
    if (problem) throw new Failed(problem);
    last = { step, ...written };
  };
  return {
    async begin(state) {
      await work;
      work = keep(state);
      work.catch(() => (failed = true));
    },
    settle: () => work,
    get failed() {
      return failed;
    },
    get last() {
      return last;
    },
    close: writer.close,
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
  writer: CheckpointWriter,
  path: string,
  state: Checkpoint,
  control: Control,
): Promise<Written> {
  const began = performance.now();
  for (let checkpoint = state; ;) {
    const answer = await writer.write(path, checkpoint);
    if ('written' in answer) return answer.written;
    const { code, message } = answer.failed;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') {
      throw new Failed(failure('file-unreadable', { path, detail: message }));
    }
    if (control.asked || performance.now() - began > FULL_DISK_PATIENCE) {
      throw new Failed(failure('disk-full', { path }));
    }
    process.stderr.write(`The disk is full: ${path} is tried again.\n`);
    await wait(FULL_DISK_RETRY);
    checkpoint = answer.checkpoint;
  }
}
