/** The thread of `writer.ts`. */
import { parentPort } from 'node:worker_threads';
import { hashTensors, writeCheckpoint } from './checkpoint.ts';
import { memoryOf } from './writer.ts';
import type { WriteAnswer, WriteOrder } from './writer.ts';

const parent = parentPort!;
const answer = (it: WriteAnswer, memory: ArrayBuffer[] = []): void => parent.postMessage(it, memory);

parent.on('message', ({ path, checkpoint }: WriteOrder) => {
  writeCheckpoint(path, checkpoint).then(
    (file) => {
      answer({ written: { ...file, weights: hashTensors(checkpoint.tensors) } });
      // At once: this thread collects what is left behind long after, for it does little else.
      for (const buffer of memoryOf(checkpoint)) buffer.transfer(0);
    },
    ({ code, message }: NodeJS.ErrnoException) =>
      answer({ failed: { code, message }, checkpoint }, memoryOf(checkpoint)),
  );
});
