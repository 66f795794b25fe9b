/** Pooling with gradients composed from slices: tfjs' own pooling gradients on WASM are wrong at the edges. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { withGradient } from '../gradient.ts';
import type { PictureOps } from './convolution.ts';
import { geometry, offsets, padded, spread, underOffset } from './windows.ts';
import type { Geometry, Pair, PictureWindow } from './windows.ts';

type Window = PictureWindow & { readonly size: Pair };

/** Values [n, h', w', c] put back under offset (i, j) of an image of zeros [n, h, w, c]: the opposite of `underOffset`. */
export function putUnderOffset(tf: Tfjs, values: Tensor, [i, j]: Pair, strides: Pair, size: Pair): Tensor {
  const wide = spread(tf, values, strides);
  return tf.pad(wide, [
    [0, 0],
    [i, size[0] - wide.shape[1]! - i],
    [j, size[1] - wide.shape[2]! - j],
    [0, 0],
  ]);
}

/** All offsets' values put back and added up: [n, h, w, c] with the padding around it. */
function putBackPadded(tf: Tfjs, parts: readonly Tensor[], window: Window, size: Pair): Tensor {
  const { size: kernel, strides } = window;
  if (kernel[0] !== strides[0] || kernel[1] !== strides[1]) {
    return total(
      tf,
      parts.map((part, k) => putUnderOffset(tf, part, offsets(kernel)[k]!, strides, size)),
    );
  }
  // Windows that do not overlap are interleaved, which is much less work.
  const [n, h, w, c] = parts[0]!.shape as [number, number, number, number];
  const rows = Array.from({ length: kernel[0] }, (_, i) => {
    const row = parts
      .slice(i * kernel[1], (i + 1) * kernel[1])
      .map((part) => tf.reshape(part, [n * h * w, 1, c]));
    return tf.reshape(tf.concat(row, 1), [n * h, 1, w * kernel[1] * c]);
  });
  const whole = tf.reshape(tf.concat(rows, 1), [n, h * kernel[0], w * kernel[1], c]);
  const missing = [size[0] - h * kernel[0], size[1] - w * kernel[1]] as const;
  return missing.some((length) => length > 0)
    ? tf.pad(whole, [
        [0, 0],
        [0, missing[0]],
        [0, missing[1]],
        [0, 0],
      ])
    : whole;
}

/** Values under every offset of a window put back where they lay on an image of this shape, and added up. */
export function putBack(
  tf: Tfjs,
  parts: readonly Tensor[],
  window: Window,
  { pads }: Geometry,
  shape: readonly number[],
): Tensor {
  const side = (axis: 0 | 1): number => shape[axis + 1]! + pads[axis][0] + pads[axis][1];
  const whole = putBackPadded(tf, parts, window, [side(0), side(1)]);
  return tf.slice(whole, [0, pads[0][0], pads[1][0], 0], [...shape]);
}

const total = (tf: Tfjs, parts: readonly Tensor[]): Tensor => parts.reduce((sum, part) => tf.add(sum, part));

/** Below every activation, so that padding never wins. */
const LOWEST = -3.4e38;

export function composedPooling(tf: Tfjs): Pick<PictureOps, 'maxPool' | 'averagePool'> {
  return {
    maxPool: (x, window) =>
      withGradient(
        tf,
        [x],
        ([x]) => {
          const value = tf.maxPool(x as Tensor4D, [...window.size], [...window.strides], window.padding);
          return { value, saved: [x!, value] };
        },
        (dy, [x, y]) => {
          const where = geometry(x!.shape, window.size, window);
          const image = padded(tf, x!, where, LOWEST);
          let left: Tensor | null = null;
          const parts: Tensor[] = [];
          // The first of equal values in a window takes the gradient, as in TensorFlow.
          for (const offset of offsets(window.size)) {
            const under = underOffset(tf, image, offset, where.out, window.strides);
            const largest = tf.cast(tf.equal(under, y!), 'float32');
            const chosen: Tensor = left ? tf.mul(largest, left) : largest;
            left = left ? tf.sub(left, chosen) : tf.sub(1, chosen);
            parts.push(tf.mul(dy, chosen));
          }
          return [putBack(tf, parts, window, where, x!.shape)];
        },
      ),
    averagePool(x, window) {
      const [n, h, w, c] = x.shape as [number, number, number, number];
      return withGradient(
        tf,
        [x],
        ([x]) => ({
          value: tf.avgPool(x as Tensor4D, [...window.size], [...window.strides], window.padding),
          saved: [],
        }),
        (dy) => {
          const where = geometry([n, h, w, c], window.size, window);
          const ones = padded(tf, tf.ones([1, h, w, 1]), where);
          // Padding does not count.
          const counts = offsets(window.size).map((offset) =>
            underOffset(tf, ones, offset, where.out, window.strides),
          );
          const share = tf.div(dy, total(tf, counts));
          const parts = offsets(window.size).map(() => share);
          return [putBack(tf, parts, window, where, [n, h, w, c])];
        },
      );
    },
  };
}
