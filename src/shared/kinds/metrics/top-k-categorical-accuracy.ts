import { defineMetric } from '../define.ts';
import { dense, rowMeans } from '../losses/parts.ts';
import { integer } from '../params.ts';

const USUAL = 5;

export const topKCategoricalAccuracy = defineMetric({
  kind: 'topKCategoricalAccuracy',
  label: 'Top-k accuracy',
  doc: 'The part of the rows whose right class is among the k most likely ones.',
  params: {
    k: integer(
      'Top-k accuracy',
      USUAL,
      2,
      `A prediction counts as right here where its class is among the so many most likely ones. ${USUAL} is measured where there are more than ${2 * USUAL} classes, another number wherever there are more than that. For classes only.`,
      { max: 1000 },
    ),
  },
  targets: ['category'],
  better: 'higher',
  part: true,
  // What nobody asked for is measured where it is a find: of ten classes or fewer, five are none.
  fits: ({ classes, steps }, { k }: { readonly k: number }) =>
    k === USUAL ? classes > 2 * k && !steps : classes > k,
  rows({ tf }, { k }: { readonly k: number }, prediction, labels, mask) {
    const own = tf.sum(tf.mul(prediction, dense(tf, prediction, labels)), -1, true);
    const ahead = tf.sum(tf.cast(tf.greater(prediction, own), 'float32'), -1);
    return rowMeans(tf, tf.cast(tf.less(ahead, k), 'float32'), mask);
  },
});
