/** What several losses share: their parameters, targets as numbers, and means over a row. */
import type { Tensor, Tfjs } from '../ops.ts';
import { number } from '../params.ts';

/** Part of the target's certainty that is spread over all classes. */
export const labelSmoothing = number(
  'Label smoothing',
  0,
  [0, 0.99],
  'Spreads this part of the target over all classes, so that the network grows less sure of itself; 0.1 is usual.',
  { step: 0.05 },
);
export const gamma = number(
  'Gamma',
  2,
  [0, 10],
  'How much less a row counts that is right already; 0 makes it plain cross-entropy.',
  { step: 0.5 },
);
export const alpha = number('Alpha', 0.25, [0, 1], 'The weight of a class against the others.', {
  step: 0.05,
});

/**
 * [n, …] -> [n]: the mean over all axes but the batch. With a mask [n, time] it is that over the valid steps; a row
 * without any gives 0.
 */
export function rowMeans(tf: Tfjs, values: Tensor, mask?: Tensor): Tensor {
  const rows = values.shape[0]!;
  if (!mask) return values.rank === 1 ? values : tf.mean(tf.reshape(values, [rows, -1]), 1);
  const steps = mask.shape[1]!;
  const perStep = tf.mean(tf.reshape(values, [rows, steps, -1]), 2);
  return tf.div(tf.sum(tf.mul(perStep, mask), 1), tf.maximum(tf.sum(mask, 1), 1));
}

/** The target as numbers of the prediction's shape: classes (int32) as one 1 among 0s; of two that one unit tells apart, 0 or 1. */
export function dense(tf: Tfjs, prediction: Tensor, target: Tensor): Tensor {
  if (target.dtype === 'int32' && prediction.shape.at(-1) === 1)
    return tf.reshape(tf.cast(target, 'float32'), prediction.shape);
  if (target.dtype === 'int32') return tf.cast(tf.oneHot(target, prediction.shape.at(-1)!), 'float32');
  return tf.reshape(target, prediction.shape);
}

/** ŷ − y. */
export const difference = (tf: Tfjs, prediction: Tensor, target: Tensor): Tensor =>
  tf.sub(prediction, dense(tf, prediction, target));

/** Targets of 0 or 1 drawn towards one half by this part. */
export const smoothed = (tf: Tfjs, target: Tensor, part: number): Tensor =>
  part === 0 ? target : tf.add(tf.mul(target, 1 - part), 0.5 * part);
