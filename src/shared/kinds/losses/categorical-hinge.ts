import { defineLoss } from '../define.ts';
import { dense, rowMeans } from './parts.ts';

export const categoricalHinge = defineLoss({
  kind: 'categoricalHinge',
  label: 'Categorical hinge',
  doc: 'Asks the right class to be ahead of every other by 1, and is content from there on.',
  formula: 'max(max(ŷ of the other classes) − ŷ[y] + 1, 0)',
  params: {},
  targets: ['category'],
  inside: null,
  rows({ tf }, _params, prediction, labels, mask) {
    const wanted = dense(tf, prediction, labels);
    const own = tf.sum(tf.mul(wanted, prediction), -1);
    const best = tf.max(tf.mul(tf.sub(1, wanted), prediction), -1);
    return rowMeans(tf, tf.maximum(tf.add(tf.sub(best, own), 1), 0), mask);
  },
});
