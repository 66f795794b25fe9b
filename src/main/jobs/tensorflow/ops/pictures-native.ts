/** A convolution over pictures and its two gradients, each by the ops that are fastest and right where they run. */
import type { Precision } from '../../../../shared/contract/runs.ts';
import type { Tensor, Tfjs, Window } from '../../../../shared/kinds/ops.ts';
import { attribute } from '../binding.ts';
import type { OpAttribute } from '../binding.ts';
import { isFasterByProducts, kernelGradientByProducts } from './kernel-gradient.ts';
import { backByPhases, hasFewChannels } from './phases.ts';
import { NHWC, T } from './weighted-native.ts';
import type { Executor } from './weighted-native.ts';
import { geometry, padded } from './windows.ts';
import type { Pair, PictureWindow } from './windows.ts';

type DilatedPictureWindow = PictureWindow & { readonly dilation?: Pair };

/** Pixel by pixel, with nothing around the picture. */
const PLAIN: PictureWindow = { strides: [1, 1], padding: 'valid' };

export const shapeTensor = (tf: Tfjs, shape: readonly number[]): Tensor => tf.tensor1d([...shape], 'int32');

export const windowAttributes = ({ strides, padding }: Window): OpAttribute[] => [
  T,
  attribute.int('strides', [1, ...strides, 1]),
  attribute.string('padding', padding.toUpperCase()),
];

const convolutionAttributes = (window: DilatedPictureWindow): OpAttribute[] => [
  ...windowAttributes(window),
  NHWC,
  attribute.int('dilations', [1, ...(window.dilation ?? [1, 1]), 1]),
  attribute.bool('use_cudnn_on_gpu', true),
];

/** Neither dilated nor in groups; `channels`: of the convolution's input. */
const isPlain = ({ dilation = [1, 1] }: DilatedPictureWindow, kernel: Tensor, channels: number): boolean =>
  kernel.shape[2] === channels && dilation.every((n) => n === 1);

/**
 * On a CPU oneDNN reads beyond a picture of one channel where a kernel goes down it step by step and across it only once
 * with a stride: what it gives then is not even the same twice. There the one column of windows is cut out before.
 */
export function slideOver(
  { tf, op }: Executor,
  x: Tensor,
  kernel: Tensor,
  window: DilatedPictureWindow,
): Tensor {
  const [rows, columns] = kernel.shape as [number, number];
  const [down, across] = window.strides;
  if (x.shape[3] === 1 && down === 1 && across > 1) {
    const place = geometry(x.shape, [rows, columns], window);
    if (place.out[1] === 1) {
      const column = tf.slice(padded(tf, x, place), [0, 0, 0, 0], [-1, -1, columns, -1]);
      return op('Conv2D', convolutionAttributes(PLAIN), [column, kernel]);
    }
  }
  return op('Conv2D', convolutionAttributes(window), [x, kernel]);
}

/** From what a convolution gave back to its input's shape: the input's gradient, and a transposed convolution. */
export function slideBack(
  { tf, op }: Executor,
  x: Tensor,
  kernel: Tensor,
  shape: readonly number[],
  window: DilatedPictureWindow,
): Tensor {
  if (!isPlain(window, kernel, shape[3]!) || !hasFewChannels(shape, window)) {
    const inputs = [shapeTensor(tf, shape), kernel, x];
    return op('Conv2DBackpropInput', convolutionAttributes(window), inputs);
  }
  return backByPhases(
    tf,
    x,
    kernel,
    shape,
    window,
    (x, kernel) => op('Conv2D', convolutionAttributes(PLAIN), [x, kernel]),
    (x, block) => op('DepthToSpace', [T, attribute.int('block_size', block), NHWC], [x]),
  );
}

/** The gradient of the kernel that made what has the gradient `dy` of x. */
export function kernelGradient(
  executor: Executor,
  precision: Precision,
  x: Tensor,
  kernel: Tensor,
  dy: Tensor,
  window: DilatedPictureWindow,
): Tensor {
  const { tf, op, device } = executor;
  const multipliesFaster = precision === 'bfloat16' && device === 'cpu' && !executor.hasTiles();
  if (
    multipliesFaster &&
    isPlain(window, kernel, x.shape[3]!) &&
    isFasterByProducts(kernel.shape, window, dy)
  )
    return kernelGradientByProducts(tf, x, dy, kernel.shape, window, (a, b) =>
      op('MatMul', [T, attribute.bool('transpose_a', true), attribute.bool('transpose_b', false)], [a, b]),
    );
  const inputs = [x, shapeTensor(tf, kernel.shape), dy];
  return op('Conv2DBackpropFilter', convolutionAttributes(window), inputs);
}
