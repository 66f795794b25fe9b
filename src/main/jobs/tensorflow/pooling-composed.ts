/** Pooling with gradients composed from slices: tfjs' own pooling gradients on WASM are wrong at the edges. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Ops, Tensor, Tfjs } from '../../../shared/kinds/define.ts';
import { withGradient } from './gradient.ts';
import { geometry, offsets, padded, underOffset } from './windows.ts';
import type { Pair } from './windows.ts';

/** Values [n, h', w', c] put back under offset (i, j) of an image of zeros [n, h, w, c]: the opposite of `underOffset`. */
function putUnderOffset(tf: Tfjs, values: Tensor, [i, j]: Pair, [sh, sw]: Pair, size: Pair): Tensor {
  const [n, h, w, c] = values.shape as [number, number, number, number];
  const wide = [(h - 1) * sh + 1, (w - 1) * sw + 1] as const;
  let spread = values;
  if (sh > 1 || sw > 1) {
    // Zeros after each row and column, then those after the last cut off.
    const rows = tf.pad(tf.reshape(values, [n, h, 1, w * c]), [
      [0, 0],
      [0, 0],
      [0, sh - 1],
      [0, 0],
    ]);
    const columns = tf.pad(tf.reshape(rows, [n * h * sh, w, 1, c]), [
      [0, 0],
      [0, 0],
      [0, sw - 1],
      [0, 0],
    ]);
    spread = tf.slice(tf.reshape(columns, [n, h * sh, w * sw, c]), [0, 0, 0, 0], [n, wide[0], wide[1], c]);
  }
  return tf.pad(spread, [
    [0, 0],
    [i, size[0] - wide[0] - i],
    [j, size[1] - wide[1] - j],
    [0, 0],
  ]);
}

const total = (tf: Tfjs, parts: readonly Tensor[]): Tensor => parts.reduce((sum, part) => tf.add(sum, part));

/** Below every activation, so that padding never wins. */
const LOWEST = -3.4e38;

export function composedPooling(tf: Tfjs): Pick<Ops, 'maxPool2D' | 'averagePool2D'> {
  return {
    maxPool2D: (x, window) =>
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
          const size = [image.shape[1]!, image.shape[2]!] as const;
          let left: Tensor | null = null;
          const parts: Tensor[] = [];
          // The first of equal values in a window takes the gradient, as in TensorFlow.
          for (const offset of offsets(window.size)) {
            const under = underOffset(tf, image, offset, where.out, window.strides);
            const largest = tf.cast(tf.equal(under, y!), 'float32');
            const chosen: Tensor = left ? tf.mul(largest, left) : largest;
            left = left ? tf.sub(left, chosen) : tf.sub(1, chosen);
            parts.push(putUnderOffset(tf, tf.mul(dy, chosen), offset, window.strides, size));
          }
          const from = [0, where.pads[0][0], where.pads[1][0], 0];
          return [tf.slice(total(tf, parts), from, [...x!.shape])];
        },
      ),
    averagePool2D(x, window) {
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
          const size = [ones.shape[1]!, ones.shape[2]!] as const;
          // Padding does not count.
          const counts = offsets(window.size).map((offset) =>
            underOffset(tf, ones, offset, where.out, window.strides),
          );
          const share = tf.div(dy, total(tf, counts));
          const parts = offsets(window.size).map((offset) =>
            putUnderOffset(tf, share, offset, window.strides, size),
          );
          return [tf.slice(total(tf, parts), [0, where.pads[0][0], where.pads[1][0], 0], [n, h, w, c])];
        },
      );
    },
  };
}
