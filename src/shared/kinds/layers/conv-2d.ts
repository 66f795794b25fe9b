import { activationOf } from '../activations/index.ts';
import { defineLayer } from '../define.ts';
import { choice, integer, size2d } from '../params.ts';
import { shapeText, sizeOf } from '../shape.ts';
import {
  kerasKernel,
  kernelNames,
  kernelParams,
  kernelSummary,
  kernelWeights,
  readKernel,
} from './parts/kernel.ts';
import { plain } from './parts/keras.ts';
import { toChannelsFirst, toChannelsLast } from './parts/layout.ts';
import { input, output } from './parts/ports.ts';
import { regularize } from './parts/regularizers.ts';
import { onnxWindow, picture, slide } from './parts/window.ts';
import type { Sliding } from './parts/window.ts';

const sliding = (params: {
  kernelSize: readonly [number, number];
  strides: readonly [number, number];
  padding: 'valid' | 'same';
  dilation: readonly [number, number];
}): Sliding & { readonly dilation: readonly [number, number] } => ({
  size: params.kernelSize,
  strides: params.strides,
  padding: params.padding,
  dilation: params.dilation,
});

const above1 = (pair: readonly [number, number]): boolean => pair.some((n) => n > 1);

export const conv2D = defineLayer({
  kind: 'conv2D',
  label: 'Conv2D',
  group: 'convolution',
  icon: 'grid-3x3',
  doc: 'Slides small filters over a picture; each answers where its pattern is found.',
  formula: 'y[i, j, f] = activation(Σ x[i·s + u·d, j·s + v·d, c] · kernel[u, v, c, f] + bias[f])',
  params: {
    filters: integer('Filters', 32, 1, 'Number of patterns looked for, and of output channels.', {
      max: 16_384,
    }),
    kernelSize: size2d('Kernel size', [3, 3], 'Height and width of each filter.', 64),
    strides: size2d('Strides', [1, 1], 'Pixels that the filter moves at a time, down and across.', 64),
    padding: choice(
      'Padding',
      ['valid', 'same'],
      'valid',
      'valid: the filter stays inside the picture; same: zeros around it keep its size (at stride 1).',
    ),
    dilation: size2d('Dilation', [1, 1], 'Spacing of the pixels that a filter looks at.', 64),
    ...kernelParams,
  },
  inputs: input('A picture: height × width × channels.'),
  outputs: output('A picture with one channel a filter.'),
  summary: (params) =>
    kernelSummary(`${params.filters} · ${shapeText(params.kernelSize)}`, params.activation),
  infer: (params, [x]) => {
    if (above1(params.strides) && above1(params.dilation))
      return { misfit: { code: 'strides-with-dilation', facts: { layer: 'Conv2D' } } };
    const slid = slide('Conv2D', x ?? [], sliding(params));
    return 'misfit' in slid ? slid : { outputs: [[...slid.size, params.filters]] };
  },
  weights: (params, [x]) =>
    kernelWeights(params, [...params.kernelSize, x![2]!, params.filters], params.filters),
  multiplyAdds: (params, [x]) => {
    const slid = slide('Conv2D', x!, sliding(params));
    return 'misfit' in slid ? 0 : sizeOf([...slid.size, ...params.kernelSize, x![2]!, params.filters]);
  },
  forward: (context, params, weights, [x]) => {
    const { kernel, bias } = weights;
    const sum = context.ops.conv2D(x!.value, kernel!, bias ?? null, sliding(params));
    const value = activationOf(params.activation).forward(context, sum);
    return { ...picture(value), ...regularize(context.tf, params, [kernel!], [bias], value) };
  },
  keras: (params) => ({
    className: 'Conv2D',
    config: {
      filters: params.filters,
      kernel_size: params.kernelSize,
      strides: params.strides,
      padding: params.padding,
      data_format: 'channels_last',
      dilation_rate: params.dilation,
      groups: 1,
      ...kerasKernel(params),
    },
    weights: kernelNames(params),
  }),
  fromKeras: {
    className: 'Conv2D',
    params: (config) => {
      const kernel = readKernel(config);
      if (!kernel || !plain(config, { data_format: 'channels_last', groups: 1 })) return null;
      return {
        filters: config['filters'],
        kernelSize: config['kernel_size'],
        strides: config['strides'],
        padding: config['padding'],
        dilation: config['dilation_rate'],
        ...kernel,
      };
    },
  },
  onnx: (writer, params, [x], [shape]) => {
    // Ours is [height, width, in, out]; ONNX wants [out, in, height, width].
    const kernel = writer.node('Transpose', [writer.weight('kernel')], { perm: [3, 2, 0, 1] });
    const bias = params.useBias ? [writer.weight('bias')] : [];
    const sum = writer.node(
      'Conv',
      [toChannelsFirst(writer, x!), kernel, ...bias],
      onnxWindow(shape!, sliding(params)),
    );
    return [activationOf(params.activation).onnx(writer, toChannelsLast(writer, sum))];
  },
  examples: [
    { params: { filters: 4, activation: 'relu' }, inputs: [[8, 8, 1]], outputs: [[6, 6, 4]] },
    {
      params: { filters: 3, kernelSize: [3, 2], strides: [2, 1], padding: 'same' },
      inputs: [[7, 5, 2]],
      outputs: [[4, 5, 3]],
    },
    {
      params: { filters: 2, kernelSize: [2, 2], dilation: [2, 2], useBias: false, l2: 0.01 },
      inputs: [[6, 7, 2]],
      outputs: [[4, 5, 2]],
    },
    {
      params: { filters: 2, dilation: [2, 1], padding: 'same', activation: 'tanh', l1: 0.01 },
      inputs: [[5, 5, 1]],
      outputs: [[5, 5, 2]],
    },
    {
      params: { filters: 2, kernelSize: [4, 4], strides: [3, 3] },
      inputs: [[9, 9, 1]],
      outputs: [[2, 2, 2]],
    },
  ],
});
