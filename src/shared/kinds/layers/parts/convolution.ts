/** Convolutions over one, two and three axes: all of a kind but its name, words and examples. */
import type { ForwardContext, LayerKind, OnnxWriter } from '../../define.ts';
import type { Tensor, Tfjs } from '../../ops.ts';
import { activationOf } from '../../activations/index.ts';
import { choice, integer, sizes } from '../../params.ts';
import type { Param } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import { shapeText, sizeOf } from '../../shape.ts';
import {
  kerasKernel,
  kernelNames,
  kernelParams,
  kernelSummary,
  kernelWeights,
  readKernel,
} from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { plain } from './keras.ts';
import { kernelFirst, toChannelsFirst, toChannelsLast } from './layout.ts';
import { input, output } from './ports.ts';
import { regularize } from './regularizers.ts';
import { each, largestWindow, onnxWindow, over, places, reach, slide, withoutMask } from './window.ts';
import type { Axes, Padding, Sliding } from './window.ts';

export const filtersParam = integer(
  'Filters',
  32,
  1,
  'Number of patterns looked for, and of output channels.',
  { max: 16_384 },
);

export const windowParams = (axes: Axes) => ({
  kernelSize: sizes('Kernel size', over[axes].sides, each(axes, 3), `${over[axes].extent} of each filter.`, {
    max: largestWindow(axes),
  }),
  strides: sizes(
    'Strides',
    over[axes].sides,
    each(axes, 1),
    `${over[axes].unit} that the filter moves at a time.`,
    { max: largestWindow(axes) },
  ),
  padding: choice(
    'Padding',
    ['valid', 'same'],
    'valid',
    `valid: the filter stays inside the ${over[axes].whole}; same: zeros around it keep its size (at stride 1).`,
  ),
  dilation: sizes(
    'Dilation',
    over[axes].sides,
    each(axes, 1),
    `Spacing of the ${over[axes].unit.toLowerCase()} that a filter looks at.`,
    { max: largestWindow(axes) },
  ),
});

const causalPadding = choice(
  'Padding',
  ['valid', 'same', 'causal'],
  'valid',
  'valid: the filter stays inside the sequence; same: zeros around it keep its length (at stride 1); causal: zeros before it, so that no output sees a later step.',
);

export interface WindowValues {
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilation: readonly number[];
}

export const slidingOf = ({ kernelSize, strides, padding, dilation }: WindowValues) =>
  ({ size: kernelSize, strides, padding, dilation }) satisfies Sliding;

const aboveOne = (numbers: readonly number[]): boolean => numbers.some((n) => n > 1);

/** Keras and TensorFlow refuse it, for convolutions and their transposes. */
export const stridesWithDilation = (layer: string, { strides, dilation }: WindowValues) =>
  aboveOne(strides) && aboveOne(dilation)
    ? ({ misfit: { code: 'strides-with-dilation', facts: { layer } } } as const)
    : undefined;

export const kerasWindow = (params: WindowValues): Readonly<Record<string, unknown>> => ({
  kernel_size: params.kernelSize,
  strides: params.strides,
  padding: params.padding,
  data_format: 'channels_last',
  dilation_rate: params.dilation,
});

export const readWindow = (config: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  kernelSize: config['kernel_size'],
  strides: config['strides'],
  padding: config['padding'],
  dilation: config['dilation_rate'],
});

/** The activation over what a convolution sums up, and the penalty. */
export function activated(
  context: ForwardContext,
  params: Kernel,
  sum: Tensor,
  kernels: readonly Tensor[],
  bias: Tensor | undefined,
) {
  const value = activationOf(params.activation).forward(context, sum);
  return { ...withoutMask(value), ...regularize(context.tf, params, kernels, [bias], value) };
}

export const onnxActivated = (
  writer: OnnxWriter,
  params: Kernel,
  sum: string,
  axes: Axes,
): readonly string[] => [activationOf(params.activation).onnx(writer, toChannelsLast(writer, sum, axes))];

export const onnxBias = (writer: OnnxWriter, { useBias }: Kernel): readonly string[] =>
  useBias ? [writer.weight('bias')] : [];

/** Zeros before the first step where the padding is causal; the rest is a valid convolution. */
function lead(tf: Tfjs, x: Tensor, window: Sliding): { x: Tensor; padding: 'valid' | 'same' } {
  if (window.padding !== 'causal') return { x, padding: window.padding };
  return {
    x: tf.pad(x, [
      [0, 0],
      [reach(window, 0) - 1, 0],
      [0, 0],
    ]),
    padding: 'valid',
  };
}

const convolutionParams = (axes: Axes) => {
  const window = windowParams(axes);
  // The options are a choice's own; the type holds all that any has.
  const padding = (axes === 1 ? causalPadding : window.padding) as Param<Padding>;
  const groups = integer(
    'Groups',
    1,
    1,
    'In how many groups channels and filters are cut; each filter sees the channels of its own group. It must divide both.',
    { max: 16_384 },
  );
  return { filters: filtersParam, ...window, padding, groups, ...kernelParams } as const;
};
type ConvolutionParams = ReturnType<typeof convolutionParams>;

interface GroupValues {
  readonly groups: number;
  readonly filters: number;
}

const unevenGroups = (layer: string, { groups, filters }: GroupValues, channels: number) => {
  if (channels % groups !== 0)
    return { misfit: { code: 'groups-uneven', facts: { layer, groups, channels } } } as const;
  if (filters % groups !== 0)
    return { misfit: { code: 'filters-uneven', facts: { layer, groups, filters } } } as const;
  return undefined;
};

/** How many channels a filter sees. */
const seen = ({ groups }: GroupValues, x: Shape): number => x.at(-1)! / groups;

/** A convolution; `label` is Keras' name for it. */
export function convolution(
  label: string,
  axes: Axes,
): Omit<LayerKind<string, ConvolutionParams>, 'kind' | 'icon' | 'doc' | 'formula' | 'examples'> {
  return {
    label,
    group: 'convolution',
    params: convolutionParams(axes),
    inputs: input(over[axes].shape),
    outputs: output(`A ${over[axes].whole} with one channel a filter.`),
    summary: (params) =>
      kernelSummary(`${params.filters} · ${shapeText(params.kernelSize)}`, params.activation),
    infer: (params, [x]) => {
      const refused = stridesWithDilation(label, params);
      if (refused) return refused;
      const slid = slide(label, axes, x ?? [], slidingOf(params));
      if ('misfit' in slid) return slid;
      return unevenGroups(label, params, x!.at(-1)!) ?? { outputs: [[...slid.size, params.filters]] };
    },
    weights: (params, [x]) =>
      kernelWeights(params, [...params.kernelSize, seen(params, x!), params.filters], params.filters),
    multiplyAdds: (params, [x]) =>
      places(label, axes, slidingOf(params), x!) *
      sizeOf(params.kernelSize) *
      seen(params, x!) *
      params.filters,
    forward: (context, params, weights, [x]) => {
      const { kernel, bias } = weights;
      const window = slidingOf(params);
      const led = lead(context.tf, x!.value, window);
      const sum = context.ops.convolution(led.x, kernel!, bias ?? null, { ...window, padding: led.padding });
      return activated(context, params, sum, [kernel!], bias);
    },
    keras: (params) => ({
      className: label,
      config: {
        filters: params.filters,
        ...kerasWindow(params),
        groups: params.groups,
        ...kerasKernel(params),
      },
      weights: kernelNames(params),
    }),
    fromKeras: {
      className: label,
      params: (config) => {
        const kernel = readKernel(config);
        if (!kernel || !plain(config, { data_format: 'channels_last' })) return null;
        return { filters: config['filters'], groups: config['groups'], ...readWindow(config), ...kernel };
      },
    },
    onnx: (writer, params, [x], [shape]) => {
      const kernel = kernelFirst(writer, writer.weight('kernel'), axes);
      const sum = writer.node(
        'Conv',
        [toChannelsFirst(writer, x!, axes), kernel, ...onnxBias(writer, params)],
        { ...onnxWindow(shape!, slidingOf(params)), group: params.groups },
      );
      return onnxActivated(writer, params, sum, axes);
    },
  };
}
