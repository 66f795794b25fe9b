import { defineMetric } from '../define.ts';
import { dense, rowMeans } from '../losses/parts.ts';

const K = 5;

export const topKCategoricalAccuracy = defineMetric({
  kind: 'topKCategoricalAccuracy',
  label: `Top-${K} accuracy`,
  doc: `The part of the rows whose right class is among the ${K} most likely ones.`,
  targets: ['category'],
  better: 'higher',
  part: true,
  // Of ten classes or fewer, five are no find.
  fits: ({ classes }) => classes > 2 * K,
  rows({ tf }, prediction, labels, mask) {
    const own = tf.sum(tf.mul(prediction, dense(tf, prediction, labels)), -1, true);
    const ahead = tf.sum(tf.cast(tf.greater(prediction, own), 'float32'), -1);
    return rowMeans(tf, tf.cast(tf.less(ahead, K), 'float32'), mask);
  },
});
