import { defineLoss } from '../define.ts';

export const meanAbsoluteError = defineLoss({
  kind: 'meanAbsoluteError',
  label: 'Mean absolute error',
  doc: 'The mean of the differences without their sign: one wild target counts no more than it is wrong.',
  formula: 'mean(|ŷ − y|)',
  targets: ['number'],
  onLogits: false,
  rows({ tf }, prediction, target) {
    const difference = tf.sub(prediction, tf.reshape(target, prediction.shape));
    return tf.mean(tf.reshape(tf.abs(difference), [prediction.shape[0]!, -1]), 1);
  },
});
