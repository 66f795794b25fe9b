import { defineLoss } from '../define.ts';
import { dense, labelSmoothing, rowMeans } from './parts.ts';

export const sparseCategoricalCrossentropy = defineLoss({
  kind: 'sparseCategoricalCrossentropy',
  label: 'Cross-entropy',
  doc: 'How surprised the network is by the right class: 0 when it gave it probability 1, and more the less it gave.',
  formula: '−log softmax(z)[y]',
  params: { labelSmoothing },
  targets: ['category'],
  inside: 'softmax',
  rows({ tf, ops }, { labelSmoothing }, logits, labels, mask) {
    // One row of logits after the other, whether or not there are time steps.
    const steps = labels.rank > 1;
    const flat = ops.sparseSoftmaxCrossEntropy(
      steps ? tf.reshape(logits, [-1, logits.shape.at(-1)!]) : logits,
      steps ? tf.reshape(labels, [-1]) : labels,
    );
    const surprise = steps ? tf.reshape(flat, labels.shape) : flat;
    if (labelSmoothing === 0) return rowMeans(tf, surprise, mask);
    // Against the smoothed target it is more by: smoothing · (z[y] − mean z).
    const own = tf.sum(tf.mul(logits, dense(tf, logits, labels)), -1);
    const more = tf.mul(tf.sub(own, tf.mean(logits, -1)), labelSmoothing);
    return rowMeans(tf, tf.add(surprise, more), mask);
  },
});
