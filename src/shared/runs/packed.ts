/** Series on their way from the core to a window: their names, and their numbers as bytes. */
import { RunSeries, Series } from './series.ts';

/** A series in the bytes of an answer. */
export interface PackedSeries {
  readonly name: string;
  /** How many of the numbers are its. */
  readonly numbers: number;
}

export function packed(all: Iterable<readonly [name: string, series: Series]>): {
  readonly value: readonly PackedSeries[];
  readonly bytes: Uint8Array;
} {
  const parts = Array.from(all, ([name, series]) => ({ name, numbers: series.numbers() }));
  const numbers = new Float64Array(parts.reduce((sum, part) => sum + part.numbers.length, 0));
  let at = 0;
  for (const part of parts) {
    numbers.set(part.numbers, at);
    at += part.numbers.length;
  }
  const value = parts.map((part) => ({ name: part.name, numbers: part.numbers.length }));
  return { value, bytes: new Uint8Array(numbers.buffer) };
}

/** What was packed, to be looked at and gone on with; `weight`: of the average that is drawn. */
export function unpacked(value: readonly PackedSeries[], bytes: Uint8Array, weight: number): RunSeries {
  // A copy: the bytes may lie where no number can.
  const numbers = new Float64Array(bytes.slice().buffer);
  let at = 0;
  return new RunSeries(
    weight,
    new Map(value.map((part) => [part.name, new Series(weight, numbers.subarray(at, (at += part.numbers)))])),
  );
}
