import { defineLoss } from '../define.ts';
import { number } from '../params.ts';
import { difference, rowMeans } from './parts.ts';

export const huber = defineLoss({
  kind: 'huber',
  label: 'Huber',
  doc: 'Squared for small mistakes, straight for large ones: precise, and one wild target does not rule.',
  formula: 'mean(½ d² where |d| ≤ δ, else δ |d| − ½ δ²), d = ŷ − y',
  params: {
    delta: number('Delta', 1, [1e-6, 1e6], 'From which difference on the loss grows straight.', {
      step: 0.1,
    }),
  },
  targets: ['number'],
  inside: null,
  rows({ tf }, { delta }, prediction, target, mask) {
    const distance = tf.abs(difference(tf, prediction, target));
    // The squared part ends at delta: what lies beyond counts straight.
    const near = tf.minimum(distance, delta);
    const far = tf.sub(distance, near);
    return rowMeans(tf, tf.add(tf.mul(tf.square(near), 0.5), tf.mul(far, delta)), mask);
  },
});
