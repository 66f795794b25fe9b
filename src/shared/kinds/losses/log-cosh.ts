import { defineLoss } from '../define.ts';
import { difference, rowMeans } from './parts.ts';

export const logCosh = defineLoss({
  kind: 'logCosh',
  label: 'Log-cosh',
  doc: 'About half the squared difference where it is small and the plain difference where it is large: a smooth Huber.',
  formula: 'mean(log cosh(ŷ − y))',
  params: {},
  targets: ['number'],
  inside: null,
  rows({ tf }, _params, prediction, target, mask) {
    const d = difference(tf, prediction, target);
    return rowMeans(tf, tf.sub(tf.add(d, tf.softplus(tf.mul(d, -2))), Math.LN2), mask);
  },
});
