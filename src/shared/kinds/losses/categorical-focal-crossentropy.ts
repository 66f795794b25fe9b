import { defineLoss } from '../define.ts';
import { alpha, dense, gamma, labelSmoothing, rowMeans } from './parts.ts';

export const categoricalFocalCrossentropy = defineLoss({
  kind: 'categoricalFocalCrossentropy',
  label: 'Focal loss',
  doc: 'Cross-entropy that hardly counts rows that are right already: good where some classes are much rarer.',
  formula: 'α (1−p)^γ · −log p, p the probability given to the right class',
  params: { gamma, alpha, labelSmoothing },
  targets: ['category'],
  inside: 'softmax',
  rows({ tf }, { gamma, alpha, labelSmoothing }, logits, labels, mask) {
    const sure = dense(tf, logits, labels);
    const classes = logits.shape.at(-1)!;
    const wanted =
      labelSmoothing === 0 ? sure : tf.add(tf.mul(sure, 1 - labelSmoothing), labelSmoothing / classes);
    const logs = tf.logSoftmax(logits, -1);
    const missing = tf.maximum(tf.sub(1, tf.exp(logs)), 1e-7);
    const perClass = tf.mul(tf.mul(tf.pow(missing, gamma), logs), wanted);
    return rowMeans(tf, tf.mul(tf.sum(perClass, -1), -alpha), mask);
  },
});
