import { defineLoss } from '../define.ts';
import type { Tensor, Tfjs } from '../ops.ts';
import { dense, labelSmoothing, rowMeans, smoothed } from './parts.ts';

export const binaryCrossentropy = defineLoss({
  kind: 'binaryCrossentropy',
  label: 'Binary cross-entropy',
  doc: 'Asks of every unit by itself: is it this or not? For targets of 0 and 1, or for classes with a sigmoid at the end.',
  formula: 'mean(−y log σ(z) − (1−y) log(1−σ(z)))',
  params: { labelSmoothing },
  targets: ['category', 'number'],
  inside: 'sigmoid',
  rows: ({ tf }, { labelSmoothing }, logits, target, mask) =>
    rowMeans(
      tf,
      sigmoidCrossEntropy(tf, logits, smoothed(tf, dense(tf, logits, target), labelSmoothing)),
      mask,
    ),
});

/** −y log σ(z) − (1−y) log(1−σ(z)), in a form that no z makes infinite. */
export const sigmoidCrossEntropy = (tf: Tfjs, logits: Tensor, target: Tensor): Tensor =>
  tf.sub(tf.softplus(logits), tf.mul(logits, target));
