/** Checkpoint files: kept by rename and registration, checked by their hash before anything goes on from one. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { CheckpointFile, TrainEvent } from '../../../shared/contract/jobs.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { fileFailed, syncFolder } from '../files.ts';
import type { Log } from '../log.ts';
import { checkpointFiles, checkpointsOf, markDamaged, registerCheckpoint } from '../store/checkpoints.ts';
import type { CheckpointRow } from '../store/checkpoints.ts';
import { runIds } from '../store/runs.ts';
import type { Store } from '../store/database.ts';

/** The newest, and the one before it in case the newest is damaged. */
const KEPT = 2;

export type WrittenCheckpoint = Extract<TrainEvent, { type: 'checkpoint' }>;

export interface Checkpoints {
  /** A run's folder, made where it is missing. */
  folderOf(run: string): Promise<string>;
  /** Renames what a job wrote, registers it and removes those no longer needed. Throws Failed. */
  keep(run: string, written: WrittenCheckpoint): Promise<void>;
  /**
   * The newest checkpoint whose contents are whole; null where the run has none. One that is damaged is refused once,
   * by Failed 'checkpoint-damaged', and the one before it is the newest from then on.
   */
  newest(run: string): Promise<CheckpointFile | null>;
  /** The checkpoint of this step, likewise; null where it is not kept. */
  at(run: string, step: number): Promise<CheckpointFile | null>;
  /** Removes what a run's job left unregistered, once it is gone. */
  tidy(run: string): Promise<void>;
  remove(run: string): Promise<void>;
}

/** Removes what a killed core or job left: unfinished files, and finished ones that were never registered. */
export async function openCheckpoints(needs: {
  readonly store: Store;
  readonly log: Log;
  readonly folder: string;
}): Promise<Checkpoints> {
  const { store, log, folder } = needs;
  await removeOrphans(store, folder, log);
  const runFolder = (run: string): string => join(folder, run);
  /** Sizes and times of files whose hash was right. */
  const checked = new Map<string, string>();

  const isWhole = async (path: string, row: CheckpointRow): Promise<boolean> => {
    const facts = await stat(path).catch(() => null);
    if (!facts || facts.size !== row.bytes) return false;
    const state = `${facts.size}:${facts.mtimeMs}:${facts.ino}:${row.sha256}`;
    if (checked.get(path) === state) return true;
    if ((await sha256Of(path)) !== row.sha256) return false;
    checked.set(path, state);
    return true;
  };

  const whole = async (row: CheckpointRow | undefined): Promise<CheckpointFile | null> => {
    if (!row) return null;
    const path = join(runFolder(row.run), row.file);
    if (await isWhole(path, row)) return { path, sha256: row.sha256 };
    markDamaged(store, row.run, row.step);
    throw new Failed(failure('checkpoint-damaged', { path }));
  };

  return {
    folderOf: async (run) => {
      await mkdir(runFolder(run), { recursive: true });
      return runFolder(run);
    },
    keep: async (run, written) => {
      const own = runFolder(run);
      const inside = relative(own, resolve(written.path));
      if (inside === '' || inside.startsWith('..') || inside.includes(sep)) {
        throw new Error(`A checkpoint outside of its run's folder: ${written.path}`);
      }
      const rows = checkpointsOf(store, run);
      const same = rows.find(({ step }) => step === written.step);
      if (same?.sha256 === written.sha256) {
        await rm(written.path, { force: true }); // paused where it had just been resumed
        return;
      }
      // A file that is registered is never overwritten: between rename and registration its hash would be wrong.
      const file = freeName(written.step, same?.file);
      try {
        await rename(written.path, join(own, file));
        await syncFolder(own);
      } catch (error) {
        throw fileFailed(error, join(own, file));
      }
      const { step, epoch, bytes, sha256, weights } = written;
      const old = registerCheckpoint(store, { run, step, epoch, file, bytes, sha256, weights }, KEPT);
      if (same) old.push(same.file);
      for (const name of old) await rm(join(own, name), { force: true });
    },
    newest: (run) => whole(checkpointsOf(store, run)[0]),
    at: (run, step) => whole(checkpointsOf(store, run).find((row) => row.step === step)),
    tidy: (run) => tidyRun(store, folder, run, log),
    remove: (run) => rm(runFolder(run), { recursive: true, force: true }),
  };
}

const freeName = (step: number, taken: string | undefined): string => {
  const plain = `${step}.safetensors`;
  return plain === taken ? `${step}-2.safetensors` : plain;
};

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function removeOrphans(store: Store, folder: string, log: Log): Promise<void> {
  const runs = new Set(runIds(store));
  for (const run of await readdir(folder)) {
    if (runs.has(run)) await tidyRun(store, folder, run, log);
    else await rm(join(folder, run), { recursive: true, force: true });
  }
}

async function tidyRun(store: Store, folder: string, run: string, log: Log): Promise<void> {
  const known = new Set(checkpointFiles(store, run));
  for (const file of await readdir(join(folder, run)).catch(() => [])) {
    if (known.has(file)) continue;
    log.info(`removed the unregistered checkpoint ${join(run, file)}`);
    await rm(join(folder, run, file), { recursive: true, force: true });
  }
}
