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

/** How the numbers of Keras' VarianceScaling are spread. */
export interface Scaling {
  /** The variance is this over the fan. */
  readonly scale: number;
  readonly mode: 'fan_in' | 'fan_out' | 'fan_avg';
  readonly distribution: 'truncated_normal' | 'untruncated_normal' | 'uniform';
}

/** The initializers that are a case of it. */
export const scalings = {
  glorotNormal: { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' },
  glorotUniform: { scale: 1, mode: 'fan_avg', distribution: 'uniform' },
  heNormal: { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' },
  heUniform: { scale: 2, mode: 'fan_in', distribution: 'uniform' },
  lecunNormal: { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' },
  lecunUniform: { scale: 1, mode: 'fan_in', distribution: 'uniform' },
} as const satisfies Readonly<Record<string, Scaling>>;

/** Half the width of uniform numbers, the deviation of normal ones. */
function widthOf({ scale, mode, distribution }: Scaling, shape: Shape): number {
  const { fanIn, fanOut } = fans(shape);
  const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode];
  return Math.sqrt((distribution === 'uniform' ? 3 * scale : scale) / Math.max(1, fan));
}

/** Numbers whose variance goes by the weight's fans. */
export function scaled(scaling: Scaling, shape: Shape, seed: number, stream: string): Float32Array {
  const [draw, width] = [draws[scaling.distribution], widthOf(scaling, shape)];
  return filled(shape, seed, stream, (random) => draw(random) * width);
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
const truncatedNormal = (random: RandomStream): number => withinTwo(random) / TRUNCATED_DEVIATION;

const draws: Readonly<Record<Scaling['distribution'], (random: RandomStream) => number>> = {
  truncated_normal: truncatedNormal,
  untruncated_normal: (random) => random.normal(),
  uniform: (random) => 2 * random.uniform() - 1,
};

/** The same width; of normal numbers that are cut off, what their deviation was before. */
export const spreadOf = (scaling: Scaling, shape: Shape): number =>
  widthOf(scaling, shape) / (scaling.distribution === 'truncated_normal' ? TRUNCATED_DEVIATION : 1);
