/** Convolution for a backend that lacks most of its gradients: WASM has not even Conv2DBackpropFilter. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ConvolutionOps, Tensor, Tfjs, Window } from '../../../../shared/kinds/ops.ts';
import { withGradient } from '../gradient.ts';
import { convolutionOps } from './convolution.ts';
import { composedPooling, putBack, putUnderOffset } from './pooling-composed.ts';
import { geometry, offsets, padded, spread, underOffset } from './windows.ts';
import type { Pair, PictureWindow } from './windows.ts';

/** 'same' by zeros of our own: WASM's moves windows that reach neither edge. */
function slideOver(tf: Tfjs, x: Tensor, kernel: Tensor, window: PictureWindow): Tensor {
  const where = geometry(x.shape, [kernel.shape[0]!, kernel.shape[1]!], window);
  return tf.conv2d(padded(tf, x, where) as Tensor4D, kernel as Tensor4D, [...window.strides], 'valid');
}

/** The gradient of a convolution for its input [n, ...image, c]: dy convolved with the turned kernel. */
function slideBack(tf: Tfjs, dy: Tensor, kernel: Tensor, image: Pair, window: PictureWindow): Tensor {
  const size: Pair = [kernel.shape[0]!, kernel.shape[1]!];
  const { pads } = geometry([1, ...image, 1], size, window);
  const wide = spread(tf, dy, window.strides);
  const around = (axis: 0 | 1): [number, number] => {
    const before = size[axis] - 1 - pads[axis][0];
    return [before, image[axis] + size[axis] - 1 - wide.shape[axis + 1]! - before];
  };
  const whole = tf.pad(wide, [[0, 0], around(0), around(1), [0, 0]]);
  const turned = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(whole as Tensor4D, turned as Tensor4D, 1, 'valid');
}

/** The gradient of a convolution for its kernel: what lay under each of its positions, times dy. */
function kernelGradient(tf: Tfjs, x: Tensor, dy: Tensor, kernel: Tensor, window: PictureWindow): Tensor {
  const [kh, kw, c, o] = kernel.shape as [number, number, number, number];
  const where = geometry(x.shape, [kh, kw], window);
  const image = padded(tf, x, where);
  const flat = tf.reshape(dy, [-1, o]);
  const positions = offsets([kh, kw]).map((offset) => {
    const under = tf.reshape(underOffset(tf, image, offset, where.out, window.strides), [-1, c]);
    // WASM multiplies transposed matrices many times slower than it transposes them.
    return tf.matMul(tf.transpose(under, [1, 0]), flat);
  });
  return tf.reshape(tf.stack(positions), [kh, kw, c, o]);
}

const convolve = (tf: Tfjs, x: Tensor, kernel: Tensor, window: PictureWindow): Tensor =>
  withGradient(
    tf,
    [x, kernel],
    ([x, kernel]) => ({ value: slideOver(tf, x!, kernel!, window), saved: [x!, kernel!] }),
    (dy, [x, kernel]) => [
      slideBack(tf, dy, kernel!, [x!.shape[1]!, x!.shape[2]!], window),
      kernelGradient(tf, x!, dy, kernel!, window),
    ],
  );

/** The opposite way: what is the gradient there is the value here. */
const convolveBack = (tf: Tfjs, x: Tensor, kernel: Tensor, image: Pair, window: PictureWindow): Tensor =>
  withGradient(
    tf,
    [x, kernel],
    ([x, kernel]) => ({ value: slideBack(tf, x!, kernel!, image, window), saved: [x!, kernel!] }),
    (dy, [x, kernel]) => [slideOver(tf, dy, kernel!, window), kernelGradient(tf, dy, x!, kernel!, window)],
  );

/** A convolution of volumes is a sum of convolutions of their pictures, one for each depth of the kernel. */
function convolveVolumes(tf: Tfjs, x: Tensor, kernel: Tensor, { strides, padding }: Window): Tensor {
  const [n, d, h, w, c] = x.shape as [number, number, number, number, number];
  const [kd, ...picture] = kernel.shape as [number, number, number, number, number];
  const [sd, sh, sw] = strides as readonly [number, number, number];
  const flat = tf.reshape(x, [n, d, h * w * c, 1]);
  const where = geometry(flat.shape, [kd, 1], { strides: [sd, 1], padding });
  const whole = padded(tf, flat, where);
  const size: Pair = [whole.shape[1]!, whole.shape[2]!];
  const pictures = (depth: number): Tensor =>
    withGradient(
      tf,
      [whole],
      ([whole]) => ({
        value: underOffset(tf, whole!, [depth, 0], where.out, [sd, 1]),
        saved: [],
      }),
      (dy) => [putUnderOffset(tf, dy, [depth, 0], [sd, 1], size)],
    );
  const sums = Array.from({ length: kd }, (_, depth) =>
    convolve(
      tf,
      tf.reshape(pictures(depth), [n * where.out[0], h, w, c]),
      tf.reshape(tf.slice(kernel, [depth, 0, 0, 0, 0], [1, ...picture]), picture),
      { strides: [sh, sw], padding },
    ),
  ).reduce((sum, part) => tf.add(sum, part));
  return tf.reshape(sums, [n, where.out[0], ...sums.shape.slice(1)]);
}

/** Weights of each output along one axis, [length, to]: half-pixel centres, the outermost values go on outwards. */
function interpolation(tf: Tfjs, length: number, to: number): Tensor {
  const at = tf.sub(tf.mul(tf.add(tf.range(0, to), 0.5), length / to), 0.5);
  const inside = tf.clipByValue(at, 0, length - 1);
  const apart = tf.abs(tf.sub(tf.reshape(tf.range(0, length), [length, 1]), inside));
  return tf.relu(tf.sub(1, apart));
}

/** Each row of the axis [n, axis, ...rest] times a matrix [axis, to]. */
function along(tf: Tfjs, x: Tensor, matrix: Tensor, axis: 1 | 2): Tensor {
  const order = axis === 1 ? [0, 2, 3, 1] : [0, 1, 3, 2];
  const back = axis === 1 ? [0, 3, 1, 2] : [0, 1, 3, 2];
  const last = tf.transpose(x, order);
  const product = tf.matMul(tf.reshape(last, [-1, matrix.shape[0]!]), matrix);
  return tf.transpose(tf.reshape(product, [...last.shape.slice(0, -1), matrix.shape[1]!]), back);
}

export function composedConvolution(tf: Tfjs): ConvolutionOps {
  const withBias = (y: Tensor, bias: Tensor | null): Tensor => (bias ? tf.add(y, bias) : y);

  return convolutionOps(tf, {
    general: () => false,
    convolution: (x, kernel, bias, window) => withBias(convolve(tf, x, kernel, window), bias),
    volumes: (x, kernel, bias, window) => withBias(convolveVolumes(tf, x, kernel, window), bias),
    transposed: (x, kernel, bias, window) =>
      withBias(convolveBack(tf, x, kernel, window.output, window), bias),

    depthwise(x, kernel, bias, window) {
      const y = withGradient(
        tf,
        [x, kernel],
        ([x, kernel]) => {
          const where = geometry(x!.shape, [kernel!.shape[0]!, kernel!.shape[1]!], window);
          const image = padded(tf, x!, where) as Tensor4D;
          const value = tf.depthwiseConv2d(image, kernel as Tensor4D, [...window.strides], 'valid');
          return { value, saved: [x!, kernel!] };
        },
        (dy, [x, kernel]) => {
          const [kh, kw, c, m] = kernel!.shape as [number, number, number, number];
          const size: Pair = [kh, kw];
          const where = geometry(x!.shape, size, window);
          const image = padded(tf, x!, where);
          const answers = tf.reshape(dy, [-1, c, m]);
          const positions = offsets(size).map(([i, j]) =>
            tf.reshape(tf.slice(kernel!, [i, j, 0, 0], [1, 1, c, m]), [1, c, m]),
          );
          const parts = positions.map((position) =>
            tf.reshape(tf.sum(tf.mul(answers, position), 2), [x!.shape[0]!, ...where.out, c]),
          );
          const kernels = offsets(size).map((offset) => {
            const under = underOffset(tf, image, offset, where.out, window.strides);
            return tf.sum(tf.mul(answers, tf.reshape(under, [-1, c, 1])), 0);
          });
          return [
            putBack(tf, parts, { ...window, size }, where, x!.shape),
            tf.reshape(tf.stack(kernels), [kh, kw, c, m]),
          ];
        },
      );
      return withBias(y, bias);
    },

    ...composedPooling(tf),

    bilinear(x, [h, w]) {
      const [, height, width] = x.shape as [number, number, number, number];
      return withGradient(
        tf,
        [x],
        ([x]) => ({
          value: tf.image.resizeBilinear(x as Tensor4D, [h, w], false, true),
          saved: [],
        }),
        (dy) => {
          const [rows, columns] = [interpolation(tf, height, h), interpolation(tf, width, w)];
          return [along(tf, along(tf, dy, tf.transpose(rows), 1), tf.transpose(columns), 2)];
        },
      );
    },
  });
}
