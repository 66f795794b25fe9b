import { defineMetric } from '../define.ts';
import { rowMeans } from '../losses/parts.ts';

export const accuracy = defineMetric({
  kind: 'accuracy',
  label: 'Accuracy',
  doc: 'The part of the rows whose most likely class is the right one.',
  targets: ['category'],
  better: 'higher',
  part: true,
  rows({ tf }, _params, prediction, labels, mask) {
    const best = tf.argMax(prediction, -1);
    return rowMeans(tf, tf.cast(tf.equal(best, labels), 'float32'), mask);
  },
});
