import { defineLoss } from '../define.ts';
import { flag } from '../params.ts';
import { sigmoidCrossEntropy } from './binary-crossentropy.ts';
import { alpha, dense, gamma, labelSmoothing, rowMeans, smoothed } from './parts.ts';

export const binaryFocalCrossentropy = defineLoss({
  kind: 'binaryFocalCrossentropy',
  label: 'Binary focal loss',
  doc: 'Binary cross-entropy that hardly counts what is right already: good where one answer is much rarer.',
  formula: 'mean((1−p)^γ · −log p), p the probability given to the right answer',
  params: {
    gamma,
    alpha,
    applyClassBalancing: flag(
      'Balance by alpha',
      false,
      'Counts targets of 1 by alpha and those of 0 by 1 − alpha.',
    ),
    labelSmoothing,
  },
  targets: ['category', 'number'],
  inside: 'sigmoid',
  rows({ tf, ops }, { gamma, alpha, applyClassBalancing, labelSmoothing }, logits, target, mask) {
    const wanted = smoothed(tf, dense(tf, logits, target), labelSmoothing);
    const p = ops.sigmoid(logits);
    // 1 − p of the right answer: y + p − 2 y p.
    const missing = tf.sub(tf.add(wanted, p), tf.mul(tf.mul(wanted, p), 2));
    const focal = tf.mul(tf.pow(tf.maximum(missing, 1e-7), gamma), sigmoidCrossEntropy(tf, logits, wanted));
    if (!applyClassBalancing) return rowMeans(tf, focal, mask);
    const weight = tf.add(tf.mul(wanted, 2 * alpha - 1), 1 - alpha);
    return rowMeans(tf, tf.mul(focal, weight), mask);
  },
});
