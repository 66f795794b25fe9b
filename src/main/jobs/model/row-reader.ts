/** A thread that fills the slots of a ring, one of as many threads that share its work. */
import { workerData } from 'node:worker_threads';
import { setState, SLOT, slotOf, waitUntil } from './ring.ts';
import type { Ring, Slot } from './ring.ts';
import { gatherInto } from './rows.ts';

export interface ReaderTask {
  readonly ring: Ring;
  /** The first slot that is this thread's, and how many further the next one is. */
  readonly first: number;
  readonly every: number;
}

const { ring, first, every } = workerData as ReaderTask;
const slots = Array.from({ length: ring.slots }, (_, i) => slotOf(ring, i));

for (let turn = first; ; turn += every) {
  const slot = slots[turn % ring.slots]!;
  // It may still hold what it was filled with a round ago.
  if (waitUntil(slot.state, SLOT.wanted, SLOT.closed) === SLOT.closed) break;
  setState(slot.state, fill(slot));
}

function fill({ samples, values }: Slot): number {
  const into = values();
  try {
    ring.parts.forEach(({ of, span }, i) => gatherInto(of, span, samples, into[i]!));
    return SLOT.filled;
  } catch {
    // Whoever wants these rows reads them again, and says what is wrong.
    return SLOT.failed;
  }
}
