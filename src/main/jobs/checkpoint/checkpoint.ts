/** A training state on disk (`shared/data/preprocessing.ts` has the names) and its hashes. */
import { createHash } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { CHECKPOINT_FORMAT, preprocessingSchema } from '../../../shared/data/preprocessing.ts';
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import type { CheckpointFile } from '../../../shared/contract/jobs.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { byCodeUnit, decodeSafetensors, encodeSafetensors, littleEndian } from './safetensors.ts';
import type { NamedTensor } from './safetensors.ts';

/** Sums over the steps of an epoch so far: with them a run that goes on in its middle logs the same epoch's mean. */
const sumsSchema = z.strictObject({ rows: z.number(), series: z.array(z.number()) });
export type EpochSums = z.infer<typeof sumsSchema>;

export interface Checkpoint {
  /** Weights, optimizer slots and scalars. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  /** Steps done. */
  readonly step: number;
  /** Epochs done. */
  readonly epoch: number;
  readonly seed: number;
  readonly sums: EpochSums;
  readonly preprocessing: Preprocessing;
  /** What the run has decided by its own numbers so far. */
  readonly course: CourseState;
  /** The best weights so far by name, where they are others than `tensors` holds. */
  readonly best: ReadonlyMap<string, NamedTensor> | null;
}

/** What the schedule and early stopping remember: with it a run that goes on decides the same. */
const courseSchema = z.strictObject({
  schedule: z.record(z.string(), z.number()),
  /** The best value of what early stopping watches, and after how many epochs it was reached. */
  best: z.strictObject({ value: z.number(), epoch: z.number() }).nullable(),
  /** Epochs since then. */
  wait: z.number(),
  /** The weights are those of the best epoch: the run is over but for its test. */
  restored: z.boolean(),
});
export type CourseState = z.infer<typeof courseSchema>;
export const START_OF_COURSE: CourseState = { schedule: {}, best: null, wait: 0, restored: false };

const BEST = 'best/';

const metadataSchema = z.object({
  format: z.literal(CHECKPOINT_FORMAT),
  step: z.coerce.number().int().min(0),
  epoch: z.coerce.number().int().min(0),
  seed: z.coerce.number().int().min(0),
  sums: z.string(),
  preprocessing: z.string(),
  course: z.string().optional(),
});

/** 'sha256-…' over names and values of all parameters and optimizer state, sorted by name. */
export function hashTensors(tensors: ReadonlyMap<string, NamedTensor>): string {
  const hash = createHash('sha256');
  for (const name of [...tensors.keys()].sort(byCodeUnit)) {
    hash
      .update(name)
      .update('\0')
      .update(littleEndian(tensors.get(name)!.values));
  }
  return `sha256-${hash.digest('hex')}`;
}

/**
 * Writes and syncs the file; answers its size and sha256. Where that fails, the file is removed and the error is
 * thrown as it came ('ENOSPC' on a full disk).
 */
export async function writeCheckpoint(
  path: string,
  checkpoint: Checkpoint,
): Promise<{ bytes: number; sha256: string }> {
  const parts = encodeSafetensors({
    tensors: new Map([
      ...checkpoint.tensors,
      ...[...(checkpoint.best ?? [])].map(([name, tensor]) => [`${BEST}${name}`, tensor] as const),
    ]),
    metadata: {
      format: CHECKPOINT_FORMAT,
      step: String(checkpoint.step),
      epoch: String(checkpoint.epoch),
      seed: String(checkpoint.seed),
      sums: JSON.stringify(checkpoint.sums),
      preprocessing: JSON.stringify(checkpoint.preprocessing),
      course: JSON.stringify(checkpoint.course),
    },
  });
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = await open(path, 'w');
    try {
      for (const part of parts) {
        await file.writeFile(part);
        hash.update(part);
        bytes += part.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Reads and checks a checkpoint. Throws `Failed`: 'file-unreadable', or 'checkpoint-damaged' where anything is wrong. */
export async function readCheckpoint({ path, sha256 }: CheckpointFile): Promise<Checkpoint> {
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new Failed(failure('file-unreadable', { path, detail }));
  }
  const damaged = new Failed(failure('checkpoint-damaged', { path }));
  if (createHash('sha256').update(file).digest('hex') !== sha256) throw damaged;
  try {
    const { tensors, metadata } = decodeSafetensors(file);
    const known = metadataSchema.parse(metadata);
    const isBest = ([name]: readonly [string, NamedTensor]): boolean => name.startsWith(BEST);
    const best = [...tensors].filter(isBest);
    return {
      tensors: new Map([...tensors].filter((entry) => !isBest(entry))),
      best: best.length > 0 ? new Map(best.map(([name, tensor]) => [name.slice(BEST.length), tensor])) : null,
      step: known.step,
      epoch: known.epoch,
      seed: known.seed,
      sums: sumsSchema.parse(JSON.parse(known.sums)),
      preprocessing: preprocessingSchema.parse(JSON.parse(known.preprocessing)),
      course: known.course === undefined ? START_OF_COURSE : courseSchema.parse(JSON.parse(known.course)),
    };
  } catch {
    throw damaged;
  }
}
