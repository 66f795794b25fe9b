import { defineLoss } from '../define.ts';
import { difference, rowMeans } from './parts.ts';

export const meanSquaredError = defineLoss({
  kind: 'meanSquaredError',
  label: 'Mean squared error',
  doc: 'The mean of the squared differences: large mistakes weigh much more than small ones.',
  formula: 'mean((ŷ − y)²)',
  params: {},
  targets: ['number'],
  inside: null,
  rows: ({ tf }, _params, prediction, target, mask) =>
    rowMeans(tf, tf.square(difference(tf, prediction, target)), mask),
});
