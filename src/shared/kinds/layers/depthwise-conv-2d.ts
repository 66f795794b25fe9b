import { defineLayer } from '../define.ts';
import { shapeText, sizeOf } from '../shape.ts';
import {
  activated,
  kerasWindow,
  onnxActivated,
  onnxBias,
  readWindow,
  windowParams,
} from './parts/convolution.ts';
import { depthMultiplier, inferDepthwise, onnxDepthwise } from './parts/depthwise.ts';
import {
  kerasKernel,
  kernelNames,
  kernelParams,
  kernelSummary,
  kernelWeights,
  readKernel,
} from './parts/kernel.ts';
import { plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

/** What Keras calls the kernel in the names of its initializer and regularizer. */
const KERNELS = ['depthwise'];

export const depthwiseConv2D = defineLayer({
  kind: 'depthwiseConv2D',
  label: 'DepthwiseConv2D',
  group: 'convolution',
  icon: 'layers',
  doc: 'Slides filters of its own over each channel of a picture; channels are not mixed. Few weights, little work.',
  formula: 'y[i, j, c·m + k] = activation(Σ x[i·s + u·d, j·s + v·d, c] · kernel[u, v, c, k] + bias[c·m + k])',
  params: { ...windowParams(2), depthMultiplier, ...kernelParams },
  inputs: input('A picture: height × width × channels.'),
  outputs: output('A picture with as many channels as the input has, times the depth multiplier.'),
  summary: (params) => kernelSummary(shapeText(params.kernelSize), params.activation),
  infer: (params, [x]) => {
    const inferred = inferDepthwise('DepthwiseConv2D', params, x ?? []);
    return 'misfit' in inferred ? inferred : { outputs: [inferred.shape] };
  },
  weights: (params, [x]) =>
    kernelWeights(
      params,
      [...params.kernelSize, x![2]!, params.depthMultiplier],
      x![2]! * params.depthMultiplier,
    ),
  multiplyAdds: (params, [x]) => {
    const inferred = inferDepthwise('DepthwiseConv2D', params, x!);
    return 'misfit' in inferred ? 0 : sizeOf(inferred.shape) * sizeOf(params.kernelSize);
  },
  forward: (context, params, weights, [x]) => {
    const { kernel, bias } = weights;
    const sum = context.ops.depthwiseConvolution(x!.value, kernel!, bias ?? null, params);
    return activated(context, params, sum, [kernel!], bias);
  },
  keras: (params) => ({
    className: 'DepthwiseConv2D',
    config: {
      depth_multiplier: params.depthMultiplier,
      ...kerasWindow(params),
      ...kerasKernel(params, KERNELS),
    },
    weights: kernelNames(params),
  }),
  fromKeras: {
    className: 'DepthwiseConv2D',
    params: (config) => {
      const kernel = readKernel(config, KERNELS);
      if (!kernel || !plain(config, { data_format: 'channels_last' })) return null;
      return { depthMultiplier: config['depth_multiplier'], ...readWindow(config), ...kernel };
    },
  },
  onnx: (writer, params, [x], [shape]) => {
    const sum = onnxDepthwise(writer, 'kernel', params, x!, shape!, onnxBias(writer, params));
    return onnxActivated(writer, params, sum, 2);
  },
  examples: [
    { params: { activation: 'relu' }, inputs: [[5, 4, 3]], outputs: [[3, 2, 3]] },
    {
      params: { kernelSize: [3, 2], strides: [2, 2], padding: 'same', depthMultiplier: 2, l2: 0.01 },
      inputs: [[5, 4, 2]],
      outputs: [[3, 2, 4]],
    },
    {
      params: { kernelSize: [2, 2], dilation: [2, 1], depthMultiplier: 3, useBias: false },
      inputs: [[4, 4, 2]],
      outputs: [[2, 3, 6]],
    },
    {
      params: { strides: [2, 2], dilation: [2, 2], padding: 'same' },
      inputs: [[6, 5, 1]],
      outputs: [[3, 3, 1]],
    },
  ],
});
