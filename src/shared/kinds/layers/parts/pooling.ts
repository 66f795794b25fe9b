/** Pooling over one and two axes: all of a kind but its name, words and examples. */
import type { LayerKind } from '../../define.ts';
import { choice, sizes } from '../../params.ts';
import { shapeText, sizeOf } from '../../shape.ts';
import { plain } from './keras.ts';
import { toChannelsFirst, toChannelsLast } from './layout.ts';
import { input, output } from './ports.ts';
import { each, largestWindow, notOver, onnxWindow, over, places, slide, withoutMask } from './window.ts';
import type { Sliding } from './window.ts';

type Mode = 'max' | 'average';

const poolingParams = (axes: 1 | 2) => ({
  poolSize: sizes('Pool size', over[axes].sides, each(axes, 2), `${over[axes].extent} of the window.`, {
    max: largestWindow(axes),
  }),
  strides: sizes(
    'Strides',
    over[axes].sides,
    each(axes, 2),
    `${over[axes].unit} that the window moves at a time.`,
    { max: largestWindow(axes) },
  ),
  padding: choice(
    'Padding',
    ['valid', 'same'],
    'valid',
    'valid: only whole windows; same: the windows at the edge may reach over it.',
  ),
});
type PoolingParams = ReturnType<typeof poolingParams>;

interface Pooling {
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: 'valid' | 'same';
}

const slidingOf = ({ poolSize, strides, padding }: Pooling) =>
  ({ size: poolSize, strides, padding }) satisfies Sliding;

/** Pooling of windows; `label` is Keras' name for it. */
export function pooling(
  label: string,
  axes: 1 | 2,
  mode: Mode,
): Omit<LayerKind<string, PoolingParams>, 'kind' | 'icon' | 'doc' | 'formula' | 'examples'> {
  return {
    label,
    group: 'pooling',
    params: poolingParams(axes),
    inputs: input(over[axes].shape),
    outputs: output(`A smaller ${over[axes].whole} with the same channels.`),
    summary: (params) => shapeText(params.poolSize),
    infer: (params, [x]) => {
      const slid = slide(label, axes, x ?? [], slidingOf(params));
      return 'misfit' in slid ? slid : { outputs: [[...slid.size, x!.at(-1)!]] };
    },
    weights: () => ({}),
    multiplyAdds: (params, [x]) =>
      mode === 'max' ? 0 : places(label, axes, slidingOf(params), x!) * x!.at(-1)! * sizeOf(params.poolSize),
    forward: ({ ops }, params, _weights, [x]) =>
      withoutMask(
        mode === 'max'
          ? ops.maxPool(x!.value, slidingOf(params))
          : ops.averagePool(x!.value, slidingOf(params)),
      ),
    keras: (params) => ({
      className: label,
      config: {
        pool_size: params.poolSize,
        strides: params.strides,
        padding: params.padding,
        data_format: 'channels_last',
      },
      weights: [],
    }),
    fromKeras: {
      className: label,
      params: (config) =>
        plain(config, { data_format: 'channels_last' })
          ? {
              poolSize: config['pool_size'],
              // In Keras, no strides are the pool size.
              strides: config['strides'] ?? config['pool_size'],
              padding: config['padding'],
            }
          : null,
    },
    onnx: (writer, params, [x], [shape]) => {
      const op = mode === 'max' ? 'MaxPool' : 'AveragePool';
      const pooled = writer.node(
        op,
        [toChannelsFirst(writer, x!, axes)],
        onnxWindow(shape!, slidingOf(params)),
      );
      return [toChannelsLast(writer, pooled, axes)];
    },
  };
}

/** Pooling of everything in a channel; `label` is Keras' name for it. */
export function globalPooling(
  label: string,
  axes: 1 | 2,
  mode: Mode,
): Omit<
  LayerKind<string, Record<never, never>>,
  'kind' | 'icon' | 'doc' | 'formula' | 'examples' | 'forward'
> {
  return {
    label,
    group: 'pooling',
    params: {},
    inputs: input(over[axes].shape),
    outputs: output('One number a channel.'),
    summary: () => '',
    infer: (_params, [x]) => notOver(label, axes, x ?? []) ?? { outputs: [[x!.at(-1)!]] },
    weights: () => ({}),
    multiplyAdds: (_params, [x]) => (mode === 'max' ? 0 : sizeOf(x!)),
    keras: () => ({
      className: label,
      config: { data_format: 'channels_last', keepdims: false },
      weights: [],
    }),
    fromKeras: {
      className: label,
      params: (config) => (plain(config, { data_format: 'channels_last', keepdims: false }) ? {} : null),
    },
    onnx: (writer, _params, [x]) => {
      const op = mode === 'max' ? 'GlobalMaxPool' : 'GlobalAveragePool';
      return [writer.node('Flatten', [writer.node(op, [toChannelsFirst(writer, x!, axes)])], { axis: 1 })];
    },
  };
}
