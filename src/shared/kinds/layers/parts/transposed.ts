/** Transposed convolutions over one and two axes: all of a kind but its name, words and examples. */
import type { LayerKind } from '../../define.ts';
import { sizes } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import { shapeText, sizeOf } from '../../shape.ts';
import {
  activated,
  filtersParam,
  kerasWindow,
  onnxActivated,
  onnxBias,
  readWindow,
  slidingOf,
  stridesWithDilation,
  windowParams,
} from './convolution.ts';
import {
  kerasKernel,
  kernelNames,
  kernelParams,
  kernelSummary,
  kernelWeights,
  readKernel,
} from './kernel.ts';
import { plain } from './keras.ts';
import { kernelFirst, toChannelsFirst } from './layout.ts';
import { input, output } from './ports.ts';
import { along, each, largestWindow, notOver, over, reach } from './window.ts';
import type { Sliding } from './window.ts';

const transposedParams = (axes: 1 | 2) => ({
  filters: filtersParam,
  ...windowParams(axes),
  strides: sizes(
    'Strides',
    over[axes].sides,
    each(axes, 1),
    `How many times larger the ${over[axes].whole} becomes: ${over[axes].unit.toLowerCase()} between the places where two inputs answer.`,
    { max: largestWindow(axes) },
  ),
  ...kernelParams,
});
type TransposedParams = ReturnType<typeof transposedParams>;

/** Length along one axis after the way back. A convolution brings several lengths to `length`; this is Keras' choice. */
const lengthBack = (length: number, window: Sliding, axis: number): number => {
  const stride = window.strides[axis]!;
  return window.padding === 'same'
    ? length * stride
    : (length - 1) * stride + Math.max(reach(window, axis), stride);
};

const sizeBack = (input: Shape, window: Sliding): Shape =>
  window.size.map((_, axis) => lengthBack(input[axis]!, window, axis));

/** A transposed convolution; `label` is Keras' name for it. */
export function transposedConvolution(
  label: string,
  axes: 1 | 2,
): Omit<LayerKind<string, TransposedParams>, 'kind' | 'icon' | 'doc' | 'formula' | 'examples'> {
  return {
    label,
    group: 'convolution',
    params: transposedParams(axes),
    inputs: input(over[axes].shape),
    outputs: output(`A larger ${over[axes].whole} with one channel a filter.`),
    summary: (params) =>
      kernelSummary(`${params.filters} · ${shapeText(params.kernelSize)}`, params.activation),
    infer: (params, [x]) =>
      stridesWithDilation(label, params) ??
      notOver(label, axes, x ?? []) ?? { outputs: [[...sizeBack(x!, slidingOf(params)), params.filters]] },
    // The kernel is that of the convolution whose opposite way this is: to the inputs, from the filters.
    weights: (params, [x]) =>
      kernelWeights(params, [...params.kernelSize, params.filters, x!.at(-1)!], params.filters),
    multiplyAdds: (params, [x]) => sizeOf(x!) * sizeOf(params.kernelSize) * params.filters,
    forward: (context, params, weights, [x]) => {
      const { kernel, bias } = weights;
      const { strides, padding, dilation } = params;
      const size = sizeBack(x!.value.shape.slice(1), slidingOf(params));
      const sum = context.ops.convolutionTranspose(x!.value, kernel!, bias ?? null, {
        strides,
        padding,
        dilation,
        output: size,
      });
      return activated(context, params, sum, [kernel!], bias);
    },
    keras: (params) => ({
      className: label,
      config: {
        filters: params.filters,
        ...kerasWindow(params),
        output_padding: null,
        ...kerasKernel(params),
      },
      weights: kernelNames(params),
    }),
    fromKeras: {
      className: label,
      params: (config) => {
        const kernel = readKernel(config);
        // Padding of the output chooses another of the lengths that are possible; Keras' own choice is the only one here.
        if (!kernel || !plain(config, { data_format: 'channels_last', output_padding: null })) return null;
        return { filters: config['filters'], ...readWindow(config), ...kernel };
      },
    },
    onnx: (writer, params, [x], [shape]) => {
      const window = slidingOf(params);
      const sides = params.kernelSize.map((_, axis) => {
        const length = lengthBack(shape![axis]!, window, axis);
        const { before, after } = along(length, window, axis);
        const covered = (shape![axis]! - 1) * window.strides[axis]! + reach(window, axis) - before - after;
        return { before, after, missing: length - covered };
      });
      const sum = writer.node(
        'ConvTranspose',
        [
          toChannelsFirst(writer, x!, axes),
          kernelFirst(writer, writer.weight('kernel'), axes),
          ...onnxBias(writer, params),
        ],
        {
          kernel_shape: params.kernelSize,
          strides: params.strides,
          dilations: params.dilation,
          pads: [...sides.map(({ before }) => before), ...sides.map(({ after }) => after)],
          output_padding: sides.map(({ missing }) => missing),
        },
      );
      return onnxActivated(writer, params, sum, axes);
    },
  };
}
