/** Writes checkpoints on a thread of its own (`writer-thread.ts`): hashing a state would hold this one's steps up. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { entry } from '../../client/entries.ts';
import type { Checkpoint } from './checkpoint.ts';

export interface WriteOrder {
  readonly path: string;
  readonly checkpoint: Checkpoint;
}

export interface Written {
  readonly bytes: number;
  readonly sha256: string;
  /** sha256 over parameters and optimizer state. */
  readonly weights: string;
}

/** Why it could not be written, with the state as it was. */
interface Unwritten {
  readonly failed: { readonly code: string | undefined; readonly message: string };
  readonly checkpoint: Checkpoint;
}

export type WriteAnswer = { readonly written: Written } | Unwritten;

export interface CheckpointWriter {
  /** One after the other. The tensors go over to the thread: here they are empty from then on. */
  write(path: string, checkpoint: Checkpoint): Promise<WriteAnswer>;
  close(): void;
}

export function createCheckpointWriter(): CheckpointWriter {
  const thread = new Worker(entry('checkpoint-writer'));
  thread.unref();
  return {
    async write(path, checkpoint) {
      // Nothing else may be left that keeps the process alive: its parent is gone, and it keeps the last state.
      thread.ref();
      try {
        const order: WriteOrder = { path, checkpoint };
        thread.postMessage(order, memoryOf(checkpoint));
        const [answer] = (await once(thread, 'message')) as [WriteAnswer];
        return answer;
      } finally {
        thread.unref();
      }
    },
    close: () => void thread.terminate(),
  };
}

/** What is handed over, not copied. The best weights are: their owner may still want them. */
export const memoryOf = ({ tensors }: Checkpoint): ArrayBuffer[] =>
  [...tensors.values()].map(({ values }) => values.buffer as ArrayBuffer);
