import { defineLoss } from '../define.ts';
import { difference, rowMeans } from './parts.ts';

export const meanAbsoluteError = defineLoss({
  kind: 'meanAbsoluteError',
  label: 'Mean absolute error',
  doc: 'The mean of the differences without their sign: one wild target counts no more than it is wrong.',
  formula: 'mean(|ŷ − y|)',
  params: {},
  targets: ['number'],
  inside: null,
  rows: ({ tf }, _params, prediction, target, mask) =>
    rowMeans(tf, tf.abs(difference(tf, prediction, target)), mask),
});
