/**
 * The fused operations composed from tfjs' own ops, for a backend that lacks the fused ones (WASM has not even
 * Conv2DBackpropFilter). The same mathematics as `ops-native.ts`, slower.
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { withGradient } from './gradient.ts';
import { composedEmbedding } from './ops/embedding-composed.ts';
import { composedRecurrent } from './ops/recurrent-composed.ts';
import { composedPooling } from './pooling-composed.ts';
import { geometry, offsets, padded, spread, underOffset } from './windows.ts';
import type { Ops, Tensor, Tfjs, Window2d } from '../../../shared/kinds/define.ts';

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

/** The kernel with `dilation - 1` zeros between its values: a dilated convolution is a plain one with it. */
function dilated(tf: Tfjs, kernel: Tensor, [dh, dw]: readonly [number, number]): Tensor {
  if (dh === 1 && dw === 1) return kernel;
  const [h, w, i, o] = kernel.shape as [number, number, number, number];
  const rows = tf.pad(tf.reshape(kernel, [h, 1, w, i * o]), [
    [0, 0],
    [0, dh - 1],
    [0, 0],
    [0, 0],
  ]);
  const columns = tf.pad(tf.reshape(rows, [h * dh, w, 1, i * o]), [
    [0, 0],
    [0, 0],
    [0, dw - 1],
    [0, 0],
  ]);
  return tf.slice(
    tf.reshape(columns, [h * dh, w * dw, i, o]),
    [0, 0, 0, 0],
    [(h - 1) * dh + 1, (w - 1) * dw + 1, i, o],
  );
}

/** The gradient of a convolution for its input [n, h, w, c]: dy convolved with the turned kernel. */
function convolveBack(
  tf: Tfjs,
  dy: Tensor,
  kernel: Tensor,
  shape: readonly number[],
  window: Window2d,
): Tensor {
  const size = [kernel.shape[0]!, kernel.shape[1]!] as const;
  const { pads } = geometry(shape, size, window);
  const wide = spread(tf, dy, window.strides);
  const around = (axis: 0 | 1): [number, number] => {
    const before = size[axis] - 1 - pads[axis][0];
    return [before, shape[axis + 1]! + size[axis] - 1 - wide.shape[axis + 1]! - before];
  };
  const image = tf.pad(wide, [[0, 0], around(0), around(1), [0, 0]]);
  const turned = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(image as Tensor4D, turned as Tensor4D, 1, 'valid');
}

export function composedOps(tf: Tfjs): Ops {
  // WASM multiplies transposed matrices many times slower than it transposes them.
  const transposed = (x: Tensor): Tensor => tf.transpose(x, [1, 0]);

  const convolve = (x: Tensor, kernel: Tensor, window: Window2d): Tensor =>
    withGradient(
      tf,
      [x, kernel],
      ([x, kernel]) => ({
        value: tf.conv2d(x as Tensor4D, kernel as Tensor4D, [...window.strides], window.padding),
        saved: [x!, kernel!],
      }),
      (dy, [x, kernel]) => {
        const [kh, kw, c, o] = kernel!.shape as [number, number, number, number];
        const where = geometry(x!.shape, [kh, kw], window);
        const image = padded(tf, x!, where);
        const flat = tf.reshape(dy, [-1, o]);
        // The gradient of each of the kernel's positions is one product: what lay under it, times dy.
        const positions = offsets([kh, kw]).map((offset) =>
          tf.matMul(
            transposed(tf.reshape(underOffset(tf, image, offset, where.out, window.strides), [-1, c])),
            flat,
          ),
        );
        return [
          convolveBack(tf, dy, kernel!, x!.shape, window),
          tf.reshape(tf.stack(positions), [kh, kw, c, o]),
        ];
      },
    );

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
    conv2D(x, kernel, bias, window) {
      const y = convolve(x, dilated(tf, kernel, window.dilation), window);
      return bias ? tf.add(y, bias) : y;
    },
    ...composedPooling(tf),

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

    relu: (x) => tf.relu(x),
    sigmoid: (x) => tf.sigmoid(x),
    tanh: (x) => tf.tanh(x),
    softmax: (x) => tf.softmax(x),
    sparseSoftmaxCrossEntropy: (logits, labels) =>
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
      ),
  };
  return ops;
}
