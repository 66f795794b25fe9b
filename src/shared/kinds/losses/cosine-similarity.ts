import { defineLoss } from '../define.ts';
import type { Tensor, Tfjs } from '../ops.ts';
import { dense, rowMeans } from './parts.ts';

export const cosineSimilarity = defineLoss({
  kind: 'cosineSimilarity',
  label: 'Cosine similarity',
  doc: 'Whether prediction and target point the same way, whatever their lengths: −1 where they do, 1 where they are opposed.',
  formula: '−Σ ŷ/|ŷ| · y/|y|',
  params: {},
  targets: ['number'],
  inside: null,
  rows: ({ tf }, _params, prediction, target, mask) =>
    rowMeans(
      tf,
      tf.neg(tf.sum(tf.mul(unit(tf, prediction), unit(tf, dense(tf, prediction, target))), -1)),
      mask,
    ),
});

/** Of length 1; what is shorter than 1e-7 stays short. */
const unit = (tf: Tfjs, x: Tensor): Tensor =>
  tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), -1, true), 1e-14)));
