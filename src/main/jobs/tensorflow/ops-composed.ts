/**
 * The fused operations composed from tfjs' own ops, for a backend that lacks the fused ones (WASM has not even
 * Conv2DBackpropFilter). The same mathematics as `ops-native.ts`, slower.
 */
import { withGradient } from './gradient.ts';
import { composedActivations } from './ops/activations-composed.ts';
import { attentionOps } from './ops/attention.ts';
import { composedConvolution } from './ops/convolution-composed.ts';
import { composedEmbedding } from './ops/embedding-composed.ts';
import { gathered, imageOps } from './ops/images.ts';
import { normalisationOps } from './ops/normalisation.ts';
import { composedRecurrent } from './ops/recurrent-composed.ts';
import type { Ops, Tensor, Tfjs } from '../../../shared/kinds/ops.ts';

/** max(x, 0) − x · label + log(1 + e^−|x|), whose gradient is sigmoid(x) − label. */
export const sigmoidCrossEntropy = (tf: Tfjs, logits: Tensor, labels: Tensor): Tensor =>
  withGradient(
    tf,
    [logits],
    ([x]) => ({
      value: tf.add(tf.sub(tf.maximum(x!, 0), tf.mul(x!, labels)), tf.log1p(tf.exp(tf.neg(tf.abs(x!))))),
      saved: [tf.sub(tf.sigmoid(x!), labels)],
    }),
    (dy, [gradient]) => [tf.mul(dy, gradient!)],
  );

/** log Σ e^x − x[label] of every row, whose gradient is softmax(x) − one at the label. */
export const sparseSoftmaxCrossEntropy = (tf: Tfjs, logits: Tensor, labels: Tensor): Tensor =>
  withGradient(
    tf,
    [logits],
    ([x]) => {
      const shifted = tf.sub(x!, tf.max(x!, 1, true));
      const powers = tf.exp(shifted);
      const sums = tf.sum(powers, 1, true);
      const wanted = tf.cast(tf.oneHot(labels, x!.shape[1]!), 'float32');
      return {
        value: tf.sub(tf.reshape(tf.log(sums), [-1]), tf.sum(tf.mul(shifted, wanted), 1)),
        saved: [tf.sub(tf.div(powers, sums), wanted)],
      };
    },
    (dy, [gradient]) => [tf.mul(gradient!, tf.expandDims(dy, 1))],
  );

/** γ (x - mean) / √(variance + ε) + β, as one product and one sum. */
export function batchNormInference(
  tf: Tfjs,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  mean: Tensor,
  variance: Tensor,
  epsilon: number,
): Tensor {
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(x, scale), tf.sub(beta, tf.mul(mean, scale)));
}

export function composedOps(tf: Tfjs): Ops {
  // WASM multiplies transposed matrices many times slower than it transposes them.
  const transposed = (x: Tensor): Tensor => tf.transpose(x, x.rank === 3 ? [0, 2, 1] : [1, 0]);

  const product = (x: Tensor, kernel: Tensor): Tensor =>
    withGradient(
      tf,
      [x, kernel],
      ([x, kernel]) => ({ value: tf.matMul(x!, kernel!), saved: [x!, kernel!] }),
      (dy, [x, kernel]) => [tf.matMul(dy, transposed(kernel!)), tf.matMul(transposed(x!), dy)],
    );

  const ops: Ops = {
    ...composedRecurrent(tf, () => ops),
    ...composedEmbedding(tf),
    dense(x, kernel, bias) {
      const rows = x.rank === 2 ? x : tf.reshape(x, [-1, x.shape.at(-1)!]);
      const y = bias ? tf.add(product(rows, kernel), bias) : product(rows, kernel);
      return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), kernel.shape[1]!]);
    },
    ...composedConvolution(tf),

    batchNormTraining(x, gamma, beta, epsilon) {
      const axes = x.shape.map((_, i) => i).slice(0, -1);
      const mean = tf.mean(x, axes);
      const centred = tf.sub(x, mean);
      const variance = tf.mean(tf.square(centred), axes);
      const y = tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), gamma), beta);
      return { y, mean, variance };
    },
    batchNormInference: (x, gamma, beta, mean, variance, epsilon) =>
      batchNormInference(tf, x, gamma, beta, mean, variance, epsilon),

    ...composedActivations(tf),
    ...imageOps(tf, (x, transforms, how) => gathered(tf, x, transforms, how)),
    ...normalisationOps(tf, {
      mean: (x, axes) => tf.mean(x, [...axes], true),
      sumOfRows: (x) => tf.sum(tf.reshape(x, [-1, x.shape.at(-1)!]), 0),
    }),
    softmax: (x) => tf.softmax(x),
    ...attentionOps({
      tf,
      softmax: (x) => tf.softmax(x),
      product: (a, b, turned) =>
        tf.matMul(turned === 'a' ? transposed(a) : a, turned === 'b' ? transposed(b) : b),
    }),
    sigmoidCrossEntropy: (logits, labels) => sigmoidCrossEntropy(tf, logits, labels),
    sparseSoftmaxCrossEntropy: (logits, labels) => sparseSoftmaxCrossEntropy(tf, logits, labels),
  };
  return ops;
}
