/** Checkpoints as a run writes them and reads them back: patient where the disk is full, whatever the core has named them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { readCheckpoint, writeCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Control } from './control.ts';

/** How long a checkpoint that finds the disk full is tried again, and how often, in ms. */
const FULL_DISK_PATIENCE = 60_000;
const FULL_DISK_RETRY = 1000;
/** The checkpoint that was last written, under whatever name the core has kept it; null where it is gone. */
export async function readKept(
  folder: string,
  { step, sha256 }: { readonly step: number; readonly sha256: string },
): Promise<Checkpoint | null> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${step}.`) && !name.startsWith(`${step}-`)) continue;
    const found = await readCheckpoint({ path: join(folder, name), sha256 }).catch(() => null);
    if (found) return found;
  }
  return null;
}

/** On a full disk the run holds and tries again for a while: nothing but the last steps is at stake. */
export async function writePatiently(
  path: string,
  checkpoint: Checkpoint,
  control: Control,
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
