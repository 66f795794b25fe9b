import { randomStream } from '../../random.ts';
import type { RandomStream } from '../../random.ts';
import { sizeOf } from '../shape.ts';
import type { Shape } from '../shape.ts';

/** How many values one output sums over, and how many outputs one input reaches (as Keras' compute_fans). */
export function fans(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0]!, fanOut: shape[0]! };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: field * shape.at(-2)!, fanOut: field * shape.at(-1)! };
}

/** Values in row-major order, drawn one after the other from the stream (seed, stream name). */
export function filled(
  shape: Shape,
  seed: number,
  stream: string,
  draw: (random: RandomStream) => number,
): Float32Array {
  const random = randomStream(seed, `initial/${stream}`);
  return Float32Array.from({ length: sizeOf(shape) }, () => draw(random));
}

/** Standard deviation of a standard normal that is cut off at ± 2. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

/** A normal number within two deviations. */
export function withinTwo(random: RandomStream): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) < 2) return value;
  }
}

/** A normal number within two deviations, scaled so that the deviation is 1 again (as Keras' VarianceScaling). */
export const truncatedNormal = (random: RandomStream): number => withinTwo(random) / TRUNCATED_DEVIATION;
