import { defineLayer } from '../define.ts';
import { shapeText, sizeOf } from '../shape.ts';
import {
  activated,
  filtersParam,
  kerasWindow,
  onnxActivated,
  onnxBias,
  readWindow,
  windowParams,
} from './parts/convolution.ts';
import { depthMultiplier, inferDepthwise, onnxDepthwise } from './parts/depthwise.ts';
import {
  biasWeights,
  kerasKernel,
  kernelNames,
  kernelParams,
  kernelSpec,
  kernelSummary,
  readKernel,
} from './parts/kernel.ts';
import { plain } from './parts/keras.ts';
import { kernelFirst } from './parts/layout.ts';
import { input, output } from './parts/ports.ts';

/**
 * What Keras calls the kernels in the names of their initializers and regularizers. Both have one initializer here: what is
 * chosen by the activation behind a layer is chosen for both, and Keras' own defaults are alike.
 */
const KERNELS = ['depthwise', 'pointwise'];

export const separableConv2D = defineLayer({
  kind: 'separableConv2D',
  label: 'SeparableConv2D',
  group: 'convolution',
  icon: 'layers-2',
  doc: 'A convolution in two steps, with far fewer weights: filters over each channel by itself, then a mix of the channels at each pixel. Initializer and regularisation are those of both kernels.',
  formula: 'y = activation(depthwise(x) · pointwise kernel + bias)',
  params: { filters: filtersParam, ...windowParams(2), depthMultiplier, ...kernelParams },
  inputs: input('A picture: height × width × channels.'),
  outputs: output('A picture with one channel a filter.'),
  summary: (params) =>
    kernelSummary(`${params.filters} · ${shapeText(params.kernelSize)}`, params.activation),
  infer: (params, [x]) => {
    const inferred = inferDepthwise('SeparableConv2D', params, x ?? []);
    return 'misfit' in inferred ? inferred : { outputs: [[...inferred.shape.slice(0, 2), params.filters]] };
  },
  weights: (params, [x]) => ({
    depthwiseKernel: kernelSpec(params, [...params.kernelSize, x![2]!, params.depthMultiplier]),
    pointwiseKernel: kernelSpec(params, [1, 1, x![2]! * params.depthMultiplier, params.filters]),
    ...biasWeights(params, params.filters),
  }),
  // What the first product gives, and its gradient.
  extraValues: (params, [x]) => {
    const inferred = inferDepthwise('SeparableConv2D', params, x!);
    return 'misfit' in inferred ? 0 : 2 * sizeOf(inferred.shape);
  },
  multiplyAdds: (params, [x]) => {
    const inferred = inferDepthwise('SeparableConv2D', params, x!);
    return 'misfit' in inferred ? 0 : sizeOf(inferred.shape) * (sizeOf(params.kernelSize) + params.filters);
  },
  forward: (context, params, weights, [x]) => {
    const { depthwiseKernel, pointwiseKernel, bias } = weights;
    const channels = context.ops.depthwiseConvolution(x!.value, depthwiseKernel!, null, params);
    const sum = context.ops.convolution(channels, pointwiseKernel!, bias ?? null, {
      strides: [1, 1],
      padding: 'valid',
      dilation: [1, 1],
    });
    return activated(context, params, sum, [depthwiseKernel!, pointwiseKernel!], bias);
  },
  keras: (params) => ({
    className: 'SeparableConv2D',
    config: {
      depth_multiplier: params.depthMultiplier,
      filters: params.filters,
      ...kerasWindow(params),
      ...kerasKernel(params, KERNELS),
    },
    weights: kernelNames(params, ['depthwiseKernel', 'pointwiseKernel']),
  }),
  fromKeras: {
    className: 'SeparableConv2D',
    params: (config) => {
      const kernel = readKernel(config, KERNELS);
      if (!kernel || !plain(config, { data_format: 'channels_last' })) return null;
      return {
        filters: config['filters'],
        depthMultiplier: config['depth_multiplier'],
        ...readWindow(config),
        ...kernel,
      };
    },
  },
  onnx: (writer, params, [x], [shape]) => {
    const channels = onnxDepthwise(writer, 'depthwiseKernel', params, x!, shape!, []);
    const pointwise = kernelFirst(writer, writer.weight('pointwiseKernel'), 2);
    const sum = writer.node('Conv', [channels, pointwise, ...onnxBias(writer, params)], {
      kernel_shape: [1, 1],
    });
    return onnxActivated(writer, params, sum, 2);
  },
  examples: [
    { params: { filters: 4, activation: 'relu' }, inputs: [[5, 4, 3]], outputs: [[3, 2, 4]] },
    {
      params: {
        filters: 3,
        kernelSize: [2, 3],
        strides: [2, 2],
        padding: 'same',
        depthMultiplier: 2,
        l1: 0.01,
        l2: 0.02,
      },
      inputs: [[5, 4, 2]],
      outputs: [[3, 2, 3]],
    },
    {
      params: { filters: 2, kernelSize: [2, 2], dilation: [2, 2], useBias: false, activityL1: 0.01 },
      inputs: [[4, 5, 2]],
      outputs: [[2, 3, 2]],
    },
  ],
});
