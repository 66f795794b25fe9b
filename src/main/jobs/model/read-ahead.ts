/**
 * Reads the rows of coming batches while the present one is computed: a step is one call into TensorFlow, in which this
 * thread can do nothing else, so threads of their own read (`row-reader.ts`) into memory that is shared (`ring.ts`).
 */
import { Worker } from 'node:worker_threads';
import { READ_AHEAD_BYTES } from '../../../shared/network/memory.ts';
import { entry } from '../../client/entries.ts';
import type { ReaderTask } from './row-reader.ts';
import { makeRing, setState, SLOT, slotOf, waitUntil } from './ring.ts';
import type { RingPart } from './ring.ts';
import { gatherInto, rowArray, rowsOfSample } from './rows.ts';
import type { RowArray } from './rows.ts';

/** More than one: a disk answers several questions at once in less time than one after the other. */
const READERS = 2;

export interface ReadAhead {
  /** Says what will be wanted after all that was said before; false where there is no room for it yet. */
  expect(samples: Int32Array): boolean;
  /** Of each part whole rows of these samples, which need not have been expected. Throws `Failed` 'data-damaged'. */
  take<T>(samples: Int32Array, use: (values: readonly RowArray[]) => T): T;
  close(): void;
}

/** `size`: the most samples of a batch that is expected. */
export function createReadAhead(parts: readonly RingPart[], size: number): ReadAhead {
  const ring = makeRing(parts, size, READ_AHEAD_BYTES);
  const slots = Array.from({ length: ring.slots }, (_, i) => slotOf(ring, i));
  const readers = Math.min(READERS, ring.slots);
  const workers = Array.from({ length: readers }, (_, first) => {
    const workerData: ReaderTask = { ring, first, every: readers };
    const worker = new Worker(entry('row-reader'), { workerData });
    // It ends with the process, whatever it waits for.
    worker.unref();
    return worker;
  });
  /** Batches that were expected so far, and how many of them were taken or given up. */
  let [expected, taken] = [0, 0];
  return {
    expect(samples) {
      if (expected - taken === ring.slots) return false;
      const slot = slots[expected % ring.slots]!;
      // A batch that was given up may still be on its way.
      waitUntil(slot.state, SLOT.unused, SLOT.filled, SLOT.failed);
      slot.want(samples);
      expected += 1;
      return true;
    },
    take(samples, use) {
      const slot = slots[taken % ring.slots]!;
      if (taken < expected && isSame(slot.samples, samples)) {
        const state = waitUntil(slot.state, SLOT.filled, SLOT.failed);
        try {
          if (state === SLOT.filled) return use(slot.values());
        } finally {
          taken += 1;
        }
      } else taken = expected;
      return use(readParts(parts, samples));
    },
    close() {
      for (const { state } of slots) setState(state, SLOT.closed);
      for (const worker of workers) void worker.terminate();
    },
  };
}

const isSame = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** Of each part whole rows of these samples, read here and now. */
export const readParts = (parts: readonly RingPart[], samples: Int32Array): readonly RowArray[] =>
  parts.map(({ of, span }) => {
    const values = rowArray(of.type, samples.length * rowsOfSample(span).length * of.width);
    gatherInto(of, span, samples, values);
    return values;
  });
