/** Convolution by TensorFlow's own ops, each with its gradient written by hand. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Precision } from '../../../../shared/contract/runs.ts';
import type { ConvolutionOps, Tensor } from '../../../../shared/kinds/ops.ts';
import { attribute } from '../binding.ts';
import { withGradient } from '../gradient.ts';
import { convolutionOps } from './convolution.ts';
import { kernelGradient, shapeTensor, slideBack, slideOver, windowAttributes } from './pictures-native.ts';
import { nativePooling } from './pooling-native.ts';
import { NHWC, T, weightedBy } from './weighted-native.ts';
import type { Executor } from './weighted-native.ts';

export function nativeConvolution(executor: Executor, precision: Precision): ConvolutionOps {
  const { tf, op } = executor;
  const weighted = weightedBy(executor);
  const shapeOf = (tensor: Tensor): Tensor => shapeTensor(tf, tensor.shape);

  return convolutionOps(tf, {
    general: () => executor.hasGeneralConvolutions(),
    convolution: (x, kernel, bias, window) =>
      weighted(
        (x, kernel) => slideOver(executor, x, kernel, window),
        (dy, x, kernel) => [
          slideBack(executor, dy, kernel, x.shape, window),
          kernelGradient(executor, precision, x, kernel, dy, window),
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
            [shapeOf(x), kernel, dy],
          ),
          op('Conv3DBackpropFilterV2', attributes, [x, shapeOf(kernel), dy]),
        ],
        x,
        kernel,
        bias,
      );
    },

    transposed(x, kernel, bias, window) {
      const shape = [x.shape[0]!, ...window.output, kernel.shape[2]!];
      return weighted(
        (x, kernel) => slideBack(executor, x, kernel, shape, window),
        (dy, x, kernel) => [
          slideOver(executor, dy, kernel, window),
          kernelGradient(executor, precision, dy, kernel, x, window),
        ],
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
          op('DepthwiseConv2dNativeBackpropInput', attributes, [shapeOf(x), kernel, dy]),
          op('DepthwiseConv2dNativeBackpropFilter', attributes, [x, shapeOf(kernel), dy]),
        ],
        x,
        kernel,
        bias,
      );
    },

    ...nativePooling(executor),

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
