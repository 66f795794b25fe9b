/** Convolution and pooling by TensorFlow's own ops, each with its gradient written by hand. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Precision } from '../../../../shared/contract/runs.ts';
import type { ConvolutionOps, Tensor, Window } from '../../../../shared/kinds/ops.ts';
import { attribute } from '../binding.ts';
import type { OpAttribute } from '../binding.ts';
import { withGradient } from '../gradient.ts';
import { convolutionOps } from './convolution.ts';
import { isFasterByProducts, kernelGradientByProducts } from './kernel-gradient.ts';
import { backByPhases, hasFewChannels } from './phases.ts';
import { NHWC, T, weightedBy } from './weighted-native.ts';
import type { Executor } from './weighted-native.ts';
import { geometry, padded } from './windows.ts';
import type { Pair, PictureWindow } from './windows.ts';

export function nativeConvolution(executor: Executor, precision: Precision): ConvolutionOps {
  const { tf, op, device } = executor;
  const multipliesFaster = precision === 'bfloat16' && device === 'cpu' && !executor.hasTiles();
  const weighted = weightedBy(executor);
  const shapeOf = (shape: readonly number[]): Tensor => tf.tensor1d([...shape], 'int32');

  const windowAttributes = ({ strides, padding }: Window): OpAttribute[] => [
    T,
    attribute.int('strides', [1, ...strides, 1]),
    attribute.string('padding', padding.toUpperCase()),
  ];
  const convolutionAttributes = (window: PictureWindow, dilation: Pair = [1, 1]): OpAttribute[] => [
    ...windowAttributes(window),
    NHWC,
    attribute.int('dilations', [1, ...dilation, 1]),
    attribute.bool('use_cudnn_on_gpu', true),
  ];

  /**
   * On a CPU oneDNN reads beyond a picture of one channel where a kernel goes down it step by step and across it only once
   * with a stride: what it gives then is not even the same twice. There the one column of windows is cut out before.
   */
  const forward = (x: Tensor, kernel: Tensor, window: PictureWindow, dilation: Pair = [1, 1]): Tensor => {
    const [rows, columns] = kernel.shape as [number, number];
    const [down, across] = window.strides;
    if (x.shape[3] === 1 && down === 1 && across > 1) {
      const place = geometry(x.shape, [rows, columns], window);
      if (place.out[1] === 1) {
        const column = tf.slice(padded(tf, x, place), [0, 0, 0, 0], [-1, -1, columns, -1]);
        return op('Conv2D', convolutionAttributes({ strides: [1, 1], padding: 'valid' }), [column, kernel]);
      }
    }
    return op('Conv2D', convolutionAttributes(window, dilation), [x, kernel]);
  };

  /** From what a convolution gave back to its input's shape: the input's gradient, and a transposed convolution. */
  const back = (
    x: Tensor,
    kernel: Tensor,
    shape: readonly number[],
    window: PictureWindow,
    dilation: Pair = [1, 1],
  ): Tensor => {
    const inGroups = kernel.shape[2] !== shape[3];
    if (inGroups || dilation.some((n) => n > 1) || !hasFewChannels(shape, window))
      return op('Conv2DBackpropInput', convolutionAttributes(window, dilation), [shapeOf(shape), kernel, x]);
    const plain = convolutionAttributes({ strides: [1, 1], padding: 'valid' });
    return backByPhases(
      tf,
      x,
      kernel,
      shape,
      window,
      (x, kernel) => op('Conv2D', plain, [x, kernel]),
      (x, block) => op('DepthToSpace', [T, attribute.int('block_size', block), NHWC], [x]),
    );
  };

  /** The gradient of the kernel that made what has the gradient `dy` of x. */
  const kernelGradient = (
    x: Tensor,
    kernel: Tensor,
    dy: Tensor,
    window: PictureWindow,
    dilation: Pair = [1, 1],
  ): Tensor => {
    const inGroups = kernel.shape[2] !== x.shape[3];
    const plain = !inGroups && dilation.every((n) => n === 1);
    if (multipliesFaster && plain && isFasterByProducts(kernel.shape, window, dy))
      return kernelGradientByProducts(tf, x, dy, kernel.shape, window, (a, b) =>
        op('MatMul', [T, attribute.bool('transpose_a', true), attribute.bool('transpose_b', false)], [a, b]),
      );
    return op('Conv2DBackpropFilter', convolutionAttributes(window, dilation), [
      x,
      shapeOf(kernel.shape),
      dy,
    ]);
  };

  /** A pooling op and its gradient op, whose inputs `gradient` chooses. */
  const pool = (
    name: string,
    x: Tensor,
    window: PictureWindow & { readonly size: Pair },
    gradient: (attributes: OpAttribute[], dy: Tensor, x: Tensor, y: Tensor) => Tensor,
  ): Tensor => {
    const attributes = [...windowAttributes(window), NHWC, attribute.int('ksize', [1, ...window.size, 1])];
    return withGradient(
      tf,
      [x],
      ([x]) => {
        const value = op(name, attributes, [x!]);
        return { value, saved: [x!, value] };
      },
      (dy, [x, y]) => [gradient(attributes, dy, x!, y!)],
    );
  };

  return convolutionOps(tf, {
    general: () => executor.hasGeneralConvolutions(),
    convolution: (x, kernel, bias, window) =>
      weighted(
        (x, kernel) => forward(x, kernel, window, window.dilation),
        (dy, x, kernel) => [
          back(dy, kernel, x.shape, window, window.dilation),
          kernelGradient(x, kernel, dy, window, window.dilation),
        ],
        x,
        kernel,
        bias,
      ),

    volumes(x, kernel, bias, window) {
      const attributes = [...windowAttributes(window), attribute.string('data_format', 'NDHWC')];
      return weighted(
        (x, kernel) => op('Conv3D', attributes, [x, kernel]),
        (dy, x, kernel) => [
          op(
            'Conv3DBackpropInputV2',
            [...attributes, attribute.type('Tshape', 'int32')],
            [shapeOf(x.shape), kernel, dy],
          ),
          op('Conv3DBackpropFilterV2', attributes, [x, shapeOf(kernel.shape), dy]),
        ],
        x,
        kernel,
        bias,
      );
    },

    transposed(x, kernel, bias, window) {
      const shape = [x.shape[0]!, ...window.output, kernel.shape[2]!];
      return weighted(
        (x, kernel) => back(x, kernel, shape, window),
        (dy, x, kernel) => [forward(dy, kernel, window), kernelGradient(dy, kernel, x, window)],
        x,
        kernel,
        bias,
      );
    },

    depthwise(x, kernel, bias, window) {
      const attributes = [...windowAttributes(window), NHWC];
      return weighted(
        (x, kernel) => op('DepthwiseConv2dNative', attributes, [x, kernel]),
        (dy, x, kernel) => [
          op('DepthwiseConv2dNativeBackpropInput', attributes, [shapeOf(x.shape), kernel, dy]),
          op('DepthwiseConv2dNativeBackpropFilter', attributes, [x, shapeOf(kernel.shape), dy]),
        ],
        x,
        kernel,
        bias,
      );
    },

    maxPool: (x, window) =>
      pool('MaxPool', x, window, (attributes, dy, x, y) => op('MaxPoolGrad', attributes, [x, y, dy])),
    averagePool: (x, window) =>
      pool('AvgPool', x, window, (attributes, dy, x) =>
        op('AvgPoolGrad', attributes, [shapeOf(x.shape), dy]),
      ),

    bilinear: (x, size) =>
      withGradient(
        tf,
        [x],
        ([x]) => ({
          value: tf.image.resizeBilinear(x as Tensor4D, [...size], false, true),
          saved: [x!],
        }),
        (dy, [x]) => [
          op(
            'ResizeBilinearGrad',
            [T, attribute.bool('align_corners', false), attribute.bool('half_pixel_centers', true)],
            [dy, x!],
          ),
        ],
      ),
  });
}
