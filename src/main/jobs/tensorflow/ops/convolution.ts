/**
 * Convolution and pooling for a backend that has them for pictures: time steps are pictures of one row, and where no
 * backend dilates a window its kernel is spread. Both backends' operations are made here, so they differ in nothing else.
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ConvolutionOps, DilatedWindow, Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { withGradient } from '../gradient.ts';
import { dilated } from './windows.ts';
import type { Pair, PictureWindow } from './windows.ts';

/** What a backend brings: over pictures [n, h, w, c], but for `volumes`. Each carries its gradient. */
export interface PictureOps {
  /** Whether `convolution` takes a dilation, and a kernel of fewer channels than x has: a convolution in groups. */
  general(): boolean;
  convolution(
    x: Tensor,
    kernel: Tensor,
    bias: Tensor | null,
    window: PictureWindow & { readonly dilation: Pair },
  ): Tensor;
  /** x [n, d, h, w, c]; not dilated. */
  volumes(x: Tensor, kernel: Tensor, bias: Tensor | null, window: DilatedWindow): Tensor;
  /** Not dilated. */
  transposed(
    x: Tensor,
    kernel: Tensor,
    bias: Tensor | null,
    window: PictureWindow & { readonly output: Pair },
  ): Tensor;
  /** Not dilated; equal strides. */
  depthwise(x: Tensor, kernel: Tensor, bias: Tensor | null, window: PictureWindow): Tensor;
  maxPool(x: Tensor, window: PictureWindow & { readonly size: Pair }): Tensor;
  averagePool(x: Tensor, window: PictureWindow & { readonly size: Pair }): Tensor;
  /** To this height and width, half-pixel centres. */
  bilinear(x: Tensor, size: Pair): Tensor;
}

/** One number for each axis of a picture; of time steps, there is one row. */
const pair = (numbers: readonly number[]): Pair =>
  numbers.length === 1 ? [1, numbers[0]!] : [numbers[0]!, numbers[1]!];

export function convolutionOps(tf: Tfjs, pictures: PictureOps): ConvolutionOps {
  const withRow = (x: Tensor, axis: number): Tensor =>
    tf.reshape(x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)]);

  /** Runs on pictures what may be given time steps, and answers what was given. */
  const onPictures = (x: Tensor, run: (picture: Tensor) => Tensor): Tensor => {
    if (x.rank !== 3) return run(x);
    const y = run(withRow(x, 1));
    return tf.reshape(y, [y.shape[0]!, y.shape[2]!, y.shape[3]!]);
  };
  const pictureKernel = (kernel: Tensor): Tensor => (kernel.rank === 3 ? withRow(kernel, 0) : kernel);

  const nearest = (x: Tensor, [fh, fw]: Pair): Tensor => {
    const size: [number, number] = [x.shape[1]! * fh, x.shape[2]! * fw];
    return withGradient(
      tf,
      [x],
      ([x]) => ({
        value: tf.image.resizeNearestNeighbor(x as Tensor4D, size, false, true),
        saved: [],
      }),
      // Each value gets the sum of the gradients of its copies.
      (dy) => [tf.mul(tf.avgPool(dy as Tensor4D, [fh, fw], [fh, fw], 'valid'), fh * fw)],
    );
  };

  const depthwise: ConvolutionOps['depthwiseConvolution'] = (x, kernel, bias, window) =>
    pictures.depthwise(x, dilated(tf, kernel, window.dilation), bias, {
      padding: window.padding,
      strides: pair(window.strides),
    });

  const ungrouped: ConvolutionOps['convolution'] = (x, kernel, bias, window) => {
    if (window.strides.length === 3) {
      const plain = { ...window, dilation: [1, 1, 1] };
      return pictures.volumes(x, dilated(tf, kernel, window.dilation), bias, plain);
    }
    const { padding, strides } = window;
    const dilation = pair(window.dilation);
    const spread = dilation.some((n) => n > 1) && !pictures.general();
    const whole = pictureKernel(kernel);
    const wide = spread ? dilated(tf, whole, dilation) : whole;
    const over = { padding, strides: pair(strides), dilation: spread ? ([1, 1] as const) : dilation };
    return onPictures(x, (picture) => pictures.convolution(picture, wide, bias, over));
  };

  /** Each group as a convolution of its own. */
  const groupByGroup: ConvolutionOps['convolution'] = (x, kernel, bias, window) => {
    const groups = x.shape.at(-1)! / kernel.shape.at(-2)!;
    const kernels = tf.split(kernel, groups, -1);
    const biases = bias ? tf.split(bias, groups) : [];
    const parts = tf
      .split(x, groups, -1)
      .map((part, i) => ungrouped(part, kernels[i]!, biases[i] ?? null, window));
    return tf.concat(parts, -1);
  };

  const grouped: ConvolutionOps['convolution'] = (x, kernel, bias, window) => {
    const channels = x.shape.at(-1)!;
    const groups = channels / kernel.shape.at(-2)!;
    const filters = kernel.shape.at(-1)!;
    const [down = 1, across = down, ...deeper] = window.strides;
    if (groups === channels && down === across && deeper.length === 0) {
      // A group of one channel is what a depthwise convolution has; a single row moves by any stride alike.
      const strides = [down, across];
      const dilation = pair(window.dilation);
      const apart = pictureKernel(kernel);
      const wide = tf.reshape(apart, [...apart.shape.slice(0, 2), channels, filters / channels]);
      return onPictures(x, (picture) => depthwise(picture, wide, bias, { ...window, strides, dilation }));
    }
    const whole = window.strides.length < 3 && pictures.general();
    return (whole ? ungrouped : groupByGroup)(x, kernel, bias, window);
  };

  return {
    convolution: (x, kernel, bias, window) =>
      (x.shape.at(-1) === kernel.shape.at(-2) ? ungrouped : grouped)(x, kernel, bias, window),
    convolutionTranspose(x, kernel, bias, { padding, strides, dilation, output }) {
      const wide = pictureKernel(dilated(tf, kernel, dilation));
      const over = { padding, strides: pair(strides), output: pair(output) };
      return onPictures(x, (picture) => pictures.transposed(picture, wide, bias, over));
    },
    depthwiseConvolution: depthwise,
    maxPool: (x, { padding, strides, size }) =>
      onPictures(x, (picture) =>
        pictures.maxPool(picture, { padding, strides: pair(strides), size: pair(size) }),
      ),
    averagePool: (x, { padding, strides, size }) =>
      onPictures(x, (picture) =>
        pictures.averagePool(picture, { padding, strides: pair(strides), size: pair(size) }),
      ),
    globalMaxPool: (x) =>
      withGradient(
        tf,
        [tf.reshape(x, [x.shape[0]!, -1, x.shape.at(-1)!])],
        ([values]) => {
          const value = tf.max(values!, 1);
          return { value, saved: [values!, value] };
        },
        (dy, [values, largest]) => {
          // Equal largest values share the gradient, as in TensorFlow.
          const chosen = tf.cast(tf.equal(values!, tf.expandDims(largest!, 1)), 'float32');
          const share = tf.div(dy, tf.sum(chosen, 1));
          return [tf.mul(chosen, tf.expandDims(share, 1))];
        },
      ),
    upSample: (x, factors, interpolation) =>
      onPictures(x, (picture) => {
        const [fh, fw] = pair(factors);
        return interpolation === 'nearest'
          ? nearest(picture, [fh, fw])
          : pictures.bilinear(picture, [picture.shape[1]! * fh, picture.shape[2]! * fw]);
      }),
  };
}
