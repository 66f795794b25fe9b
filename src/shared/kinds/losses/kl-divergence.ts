import { defineLoss } from '../define.ts';
import { dense, rowMeans } from './parts.ts';

const SMALLEST = 1e-7;

export const klDivergence = defineLoss({
  kind: 'klDivergence',
  label: 'KL divergence',
  doc: 'How much is lost by taking the predicted distribution for the target’s. For targets that are probabilities.',
  formula: 'Σ y log(y / ŷ)',
  params: {},
  targets: ['number'],
  inside: null,
  rows({ tf }, _params, prediction, target, mask) {
    const y = tf.clipByValue(dense(tf, prediction, target), SMALLEST, 1);
    const p = tf.clipByValue(prediction, SMALLEST, 1);
    return rowMeans(tf, tf.sum(tf.mul(y, tf.sub(tf.log(y), tf.log(p))), -1), mask);
  },
});
