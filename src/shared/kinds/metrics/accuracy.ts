import { defineMetric } from '../define.ts';

export const accuracy = defineMetric({
  kind: 'accuracy',
  label: 'Accuracy',
  doc: 'The part of the rows whose most likely class is the right one.',
  targets: ['category'],
  better: 'higher',
  rows({ tf }, prediction, labels) {
    const best = tf.argMax(prediction, -1);
    return tf.cast(tf.equal(best, labels), 'float32');
  },
});
