/** Where the windows of convolution and pooling lie on an image [n, h, w, c]. */
import type { Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { sizeOf } from '../../../../shared/kinds/shape.ts';

export type Pair = readonly [number, number];

/** A window over pictures. */
export interface PictureWindow {
  readonly strides: Pair;
  readonly padding: 'valid' | 'same';
}

export interface Geometry {
  readonly out: Pair;
  /** Zeros before and after each spatial axis. */
  readonly pads: readonly [Pair, Pair];
}

/** Where a window goes over an image [n, h, w, c]; TensorFlow's rules for 'same' and 'valid'. */
export function geometry(
  shape: readonly number[],
  size: Pair,
  { strides, padding }: PictureWindow,
): Geometry {
  const axis = (i: 0 | 1): { out: number; pad: Pair } => {
    const length = shape[i + 1]!;
    if (padding === 'valid') return { out: Math.floor((length - size[i]) / strides[i]) + 1, pad: [0, 0] };
    const out = Math.ceil(length / strides[i]);
    const zeros = Math.max(0, (out - 1) * strides[i] + size[i] - length);
    return { out, pad: [Math.floor(zeros / 2), Math.ceil(zeros / 2)] };
  };
  const [rows, columns] = [axis(0), axis(1)];
  return { out: [rows.out, columns.out], pads: [rows.pad, columns.pad] };
}

export const padded = (tf: Tfjs, x: Tensor, { pads }: Geometry, value = 0): Tensor =>
  pads.flat().some((n) => n > 0) ? tf.pad(x, [[0, 0], [...pads[0]], [...pads[1]], [0, 0]], value) : x;

/** What lies under offset (i, j) of every window: [n, h', w', c] of a padded image. */
export function underOffset(tf: Tfjs, image: Tensor, [i, j]: Pair, out: Pair, strides: Pair): Tensor {
  const [n, , , c] = image.shape as [number, number, number, number];
  if (strides[0] === 1 && strides[1] === 1) return tf.slice(image, [0, i, j, 0], [n, out[0], out[1], c]);
  const end = [n, i + (out[0] - 1) * strides[0] + 1, j + (out[1] - 1) * strides[1] + 1, c];
  return tf.stridedSlice(image, [0, i, j, 0], end, [1, ...strides, 1]);
}

export const offsets = (size: Pair): readonly Pair[] =>
  Array.from({ length: size[0] * size[1] }, (_, k) => [Math.floor(k / size[1]), k % size[1]] as const);

/** `factor - 1` zeros between the values along one axis. */
function spreadAlong(tf: Tfjs, x: Tensor, axis: number, factor: number): Tensor {
  if (factor === 1) return x;
  const length = x.shape[axis]!;
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const rest = sizeOf(after);
  const wide = tf.pad(tf.reshape(x, [sizeOf(before) * length, 1, rest]), [
    [0, 0],
    [0, factor - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(wide, [sizeOf(before), length * factor, rest]);
  const spread = (length - 1) * factor + 1;
  return tf.reshape(tf.slice(whole, [0, 0, 0], [sizeOf(before), spread, rest]), [
    ...before,
    spread,
    ...after,
  ]);
}

/** Zeros between the values of an image: [n, h, w, c] -> [n, (h - 1)·sh + 1, (w - 1)·sw + 1, c]. */
export const spread = (tf: Tfjs, image: Tensor, [sh, sw]: Pair): Tensor =>
  spreadAlong(tf, spreadAlong(tf, image, 1, sh), 2, sw);

/** A kernel with `dilation - 1` zeros between its values: a dilated convolution is a plain one with it. */
export const dilated = (tf: Tfjs, kernel: Tensor, dilation: readonly number[]): Tensor =>
  dilation.reduce((wider, factor, axis) => spreadAlong(tf, wider, axis, factor), kernel);
