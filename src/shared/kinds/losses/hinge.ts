import { defineLoss } from '../define.ts';
import { dense, rowMeans } from './parts.ts';

export const hinge = defineLoss({
  kind: 'hinge',
  label: 'Hinge',
  doc: 'Asks each unit to be above 1 for yes and below −1 for no, and is content from there on, as a support vector machine.',
  formula: 'mean(max(1 − y ŷ, 0)), y = −1 or 1',
  params: {},
  targets: ['category', 'number'],
  inside: null,
  rows({ tf }, _params, prediction, target, mask) {
    const wanted = dense(tf, prediction, target);
    // Targets of 0 mean no, as −1 does.
    const sign = tf.sub(wanted, tf.cast(tf.equal(wanted, 0), 'float32'));
    return rowMeans(tf, tf.maximum(tf.sub(1, tf.mul(sign, prediction)), 0), mask);
  },
});
