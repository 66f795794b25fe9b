/**
 * Batches on their way from the files, in memory that threads share: so many slots, each with the numbers of a batch's
 * samples and room for its rows. The trainer's thread says in a slot which samples it wants there, a reading thread
 * fills it; both go round the slots in the same order.
 */
import type { Span } from '../../../shared/kinds/recipe.ts';
import { bytesOf, rowArrayIn, rowsOfSample } from './rows.ts';
import type { RowArray, RowValues } from './rows.ts';

/** What a batch is made of: rows in files, as samples read them. */
export interface RingPart {
  readonly of: RowValues;
  readonly span: Span | null;
}

/** Plain data: each thread makes its own view of it. */
export interface Ring {
  readonly parts: readonly RingPart[];
  /** The most samples of a batch. */
  readonly size: number;
  readonly slots: number;
  readonly memory: SharedArrayBuffer;
}

/** What a slot is: not used yet, waiting for its reader, filled, or not because reading failed; or no longer in use. */
export const SLOT = { unused: 0, wanted: 1, filled: 2, failed: 3, closed: 4 } as const;

/** Memory of a slot is laid out in words of this many bytes. */
const WORD = 8;
const aligned = (bytes: number): number => Math.ceil(bytes / WORD) * WORD;

const SLOTS = { fewest: 2, most: 64 };

const numbersOf = ({ of, span }: RingPart, size: number): number =>
  size * rowsOfSample(span).length * of.width;
const bytesOfPart = (part: RingPart, size: number): number =>
  aligned((numbersOf(part, size) * bytesOf(part.of)) / part.of.width);
/** Before a slot's numbers: its state, how many samples, and which. */
const headOf = (size: number): number => aligned(4 * (2 + size));
const bytesOfSlot = (parts: readonly RingPart[], size: number): number =>
  parts.reduce((sum, part) => sum + bytesOfPart(part, size), headOf(size));

/** As many slots as fit into `room` bytes, within reason. */
export function makeRing(parts: readonly RingPart[], size: number, room: number): Ring {
  const bytes = bytesOfSlot(parts, size);
  const slots = Math.min(SLOTS.most, Math.max(SLOTS.fewest, Math.floor(room / bytes)));
  return { parts, size, slots, memory: new SharedArrayBuffer(slots * bytes) };
}

export interface Slot {
  /** [0]: one of `SLOT`; by Atomics. */
  readonly state: Int32Array;
  want(samples: Int32Array): void;
  readonly samples: Int32Array;
  /** Of each part, whole rows of as many samples as are wanted. */
  values(): readonly RowArray[];
}

export function slotOf({ parts, size, memory }: Ring, index: number): Slot {
  const from = index * bytesOfSlot(parts, size);
  const state = new Int32Array(memory, from, 1);
  const count = new Int32Array(memory, from + 4, 1);
  const samples = new Int32Array(memory, from + 8, size);
  let place = from + headOf(size);
  const whole = parts.map((part) => {
    const view = rowArrayIn(part.of.type, memory, place, numbersOf(part, size));
    place += bytesOfPart(part, size);
    return view;
  });
  return {
    state,
    get samples() {
      return samples.subarray(0, count[0]!);
    },
    want(wanted) {
      samples.set(wanted);
      count[0] = wanted.length;
      setState(state, SLOT.wanted);
    },
    values: () => whole.map((view, i) => view.subarray(0, numbersOf(parts[i]!, count[0]!))),
  };
}

/** Waits until the slot is in one of these states; answers which. */
export function waitUntil(state: Int32Array, ...wanted: readonly number[]): number {
  for (;;) {
    const now = Atomics.load(state, 0);
    if (wanted.includes(now)) return now;
    Atomics.wait(state, 0, now);
  }
}

export function setState(state: Int32Array, value: number): void {
  Atomics.store(state, 0, value);
  Atomics.notify(state, 0);
}
