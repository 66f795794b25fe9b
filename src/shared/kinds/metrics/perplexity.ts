import { defineMetric } from '../define.ts';
import { dense, rowMeans } from '../losses/parts.ts';

/** Below this a probability counts as this: one sure mistake does not make the whole infinite. */
const SMALLEST = 1e-7;

export const perplexity = defineMetric({
  kind: 'perplexity',
  label: 'Perplexity',
  doc: 'Among how many equally likely tokens the network is as good as undecided; 1 is certain and right.',
  targets: ['category'],
  better: 'lower',
  part: false,
  fits: ({ steps }) => steps,
  rows({ tf }, _params, prediction, labels, mask) {
    const given = tf.sum(tf.mul(prediction, dense(tf, prediction, labels)), -1);
    return rowMeans(tf, tf.neg(tf.log(tf.maximum(given, SMALLEST))), mask);
  },
  finish: Math.exp,
});
