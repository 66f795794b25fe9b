/**
 * A convolution's way back to its input where that has few channels. TensorFlow's own op multiplies into a buffer and
 * adds it up value by value, which is most of the work then. Here each pixel of a stride's block (its phase) is a channel
 * of a plain convolution, and the channels are sorted into the picture afterwards: 1.5 to 2 times faster on a CPU.
 */
import type { Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { geometry } from './windows.ts';
import type { Pair, PictureWindow } from './windows.ts';

/** More than this many channels and the op itself is faster. */
const FEW = 4;

export const hasFewChannels = (shape: readonly number[], { strides }: PictureWindow): boolean =>
  strides[0] === strides[1] && strides[0] > 1 && shape[3]! <= FEW;

/**
 * x [n, h', w', c] and the kernel [kh, kw, o, c] of the convolution -> its input's shape [n, h, w, o]. `convolve` is a
 * plain one, `toPicture` TensorFlow's DepthToSpace.
 */
export function backByPhases(
  tf: Tfjs,
  x: Tensor,
  kernel: Tensor,
  shape: readonly number[],
  window: PictureWindow,
  convolve: (x: Tensor, kernel: Tensor) => Tensor,
  toPicture: (x: Tensor, block: number) => Tensor,
): Tensor {
  const [kh, kw, o, c] = kernel.shape as [number, number, number, number];
  const stride = window.strides[0];
  const { pads } = geometry(shape, [kh, kw], window);
  /** Blocks that a kernel reaches over, and that the picture needs. */
  const reach: Pair = [Math.ceil(kh / stride), Math.ceil(kw / stride)];
  const blocks = (axis: 0 | 1): number => Math.ceil((pads[axis][0] + shape[axis + 1]!) / stride);
  const around = (axis: 0 | 1): [number, number] => [reach[axis] - 1, blocks(axis) - x.shape[axis + 1]!];

  const whole = tf.pad(kernel, [
    [0, reach[0] * stride - kh],
    [0, reach[1] * stride - kw],
    [0, 0],
    [0, 0],
  ]);
  const cut = tf.reshape(whole, [reach[0], stride, reach[1], stride, o * c]);
  const phases = tf.reshape(tf.transpose(tf.reverse(cut, [0, 2]), [0, 2, 1, 3, 4]), [
    ...reach,
    stride * stride * o,
    c,
  ]);
  const answers = convolve(
    tf.pad(x, [[0, 0], around(0), around(1), [0, 0]]),
    tf.transpose(phases, [0, 1, 3, 2]),
  );
  return tf.slice(toPicture(answers, stride), [0, pads[0][0], pads[1][0], 0], [...shape]);
}
