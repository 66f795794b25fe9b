import { defineLoss } from '../define.ts';

export const meanSquaredError = defineLoss({
  kind: 'meanSquaredError',
  label: 'Mean squared error',
  doc: 'The mean of the squared differences: large mistakes weigh much more than small ones.',
  formula: 'mean((ŷ − y)²)',
  targets: ['number'],
  onLogits: false,
  rows({ tf }, prediction, target) {
    const difference = tf.sub(prediction, tf.reshape(target, prediction.shape));
    return tf.mean(tf.reshape(tf.square(difference), [prediction.shape[0]!, -1]), 1);
  },
});
