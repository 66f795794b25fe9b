/** How equal two runtimes' answers must be. */
import type { BatchValues } from '../model/forward-rows.ts';
import { sameShape } from '../../../shared/kinds/shape.ts';

export interface Comparison {
  /** Largest |a - b|; infinite where a value is missing or not a number in one of them alone. */
  readonly difference: number;
  readonly allowed: number;
}

/** Part of the largest value, and of 1 where all are smaller. */
const TOLERANCE = 1e-5;

export function compare(found: BatchValues | undefined, expected: BatchValues): Comparison {
  let largest = 1;
  let difference = 0;
  const same =
    found && sameShape(found.shape, expected.shape) && found.values.length === expected.values.length;
  for (let i = 0; i < expected.values.length; i++) {
    const b = expected.values[i]!;
    if (Number.isFinite(b)) largest = Math.max(largest, Math.abs(b));
    if (!same) continue;
    const a = found.values[i]!;
    if (Object.is(a, b)) continue;
    const apart = Math.abs(a - b);
    difference = Number.isNaN(apart) ? Infinity : Math.max(difference, apart);
  }
  return { difference: same ? difference : Infinity, allowed: TOLERANCE * largest };
}

export const agrees = ({ difference, allowed }: Comparison): boolean => difference <= allowed;
