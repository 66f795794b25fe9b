import type { ForwardContext } from '../../define.ts';
import type { Tensor } from '../../ops.ts';
import { number } from '../../params.ts';

export const rateParam = number('Rate', 0.5, [0, 0.99], 'Part of the values that is set to zero.', {
  step: 0.05,
});

/**
 * Sets part of the values to zero and makes the others larger, so that their mean stays. One draw for each value of
 * `shape`; an axis of length 1 there shares its draw.
 */
export function dropSome(
  { tf, random }: Pick<ForwardContext, 'tf' | 'random'>,
  x: Tensor,
  rate: number,
  shape: readonly number[],
): Tensor {
  const keep = tf.cast(tf.greaterEqual(random.uniform(shape), rate), 'float32');
  return tf.mul(x, tf.mul(keep, 1 / (1 - rate)));
}
