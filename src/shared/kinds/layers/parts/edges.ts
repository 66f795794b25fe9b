/** What is cut off or added around time steps and pictures: all of a kind but its name, words and examples. */
import type { LayerKind } from '../../define.ts';
import { sizes } from '../../params.ts';
import type { Side } from '../../params.ts';
import { plain } from './keras.ts';
import { input, output } from './ports.ts';
import { notOver, over, withoutMask } from './window.ts';

const edges = {
  1: ['start', 'end'],
  2: ['top', 'bottom', 'left', 'right'],
} as const satisfies Record<1 | 2, readonly Side[]>;

/** Before and after each axis. */
const pairs = (numbers: readonly number[]): readonly (readonly [number, number])[] =>
  Array.from({ length: numbers.length / 2 }, (_, axis) => [numbers[2 * axis]!, numbers[2 * axis + 1]!]);

/** Keras writes one pair for time steps, and a pair of pairs for pictures. */
const kerasEdges = (axes: 1 | 2, numbers: readonly number[]): unknown =>
  axes === 1 ? numbers : pairs(numbers);
const readEdges = (value: unknown): unknown => (Array.isArray(value) ? value.flat() : value);

const int64 = (numbers: readonly number[]): BigInt64Array => BigInt64Array.from(numbers, BigInt);

type Own = 'kind' | 'icon' | 'doc' | 'formula' | 'examples';

const croppingParams = (axes: 1 | 2) => ({
  cropping: sizes(
    'Cropping',
    edges[axes],
    edges[axes].map(() => (axes === 1 ? 1 : 0)),
    `${over[axes].unit} cut off at each side.`,
    { min: 0 },
  ),
});

export function cropping(
  label: string,
  axes: 1 | 2,
): Omit<LayerKind<string, ReturnType<typeof croppingParams>>, Own> {
  const kept = (shape: readonly number[], cut: readonly number[]): number[] => [
    ...pairs(cut).map(([before, after], axis) => shape[axis]! - before - after),
    shape.at(-1)!,
  ];
  return {
    label,
    group: 'shape',
    params: croppingParams(axes),
    inputs: input(over[axes].shape),
    outputs: output(`What is left of the ${over[axes].whole}.`),
    summary: (params) => params.cropping.join(', '),
    infer: (params, [x]) => {
      const wrong = notOver(label, axes, x ?? []);
      if (wrong) return wrong;
      const size = kept(x!, params.cropping);
      return size.every((length) => length >= 1)
        ? { outputs: [size] }
        : { misfit: { code: 'cropped-away', facts: { layer: label, shape: x! } } };
    },
    weights: () => ({}),
    multiplyAdds: () => 0,
    forward: ({ tf }, params, _weights, [x]) => {
      const [rows, ...shape] = x!.value.shape as [number, ...number[]];
      const from = [0, ...pairs(params.cropping).map(([before]) => before), 0];
      return withoutMask(tf.slice(x!.value, from, [rows, ...kept(shape, params.cropping)]));
    },
    keras: (params) => ({
      className: label,
      config: {
        cropping: kerasEdges(axes, params.cropping),
        ...(axes === 2 && { data_format: 'channels_last' }),
      },
      weights: [],
    }),
    fromKeras: {
      className: label,
      params: (config) =>
        plain(config, { data_format: 'channels_last' }) ? { cropping: readEdges(config['cropping']) } : null,
    },
    onnx: (writer, params, [x], [shape]) => {
      const sides = pairs(params.cropping);
      const numbers = (values: readonly number[]): string => writer.constant(int64(values), [values.length]);
      return [
        writer.node('Slice', [
          x!,
          numbers(sides.map(([before]) => before)),
          numbers(sides.map(([, after], axis) => shape![axis]! - after)),
          numbers(sides.map((_, axis) => axis + 1)),
        ]),
      ];
    },
  };
}

const paddingParams = (axes: 1 | 2) => ({
  padding: sizes(
    'Padding',
    edges[axes],
    edges[axes].map(() => 1),
    `${over[axes].unit} of zeros added at each side.`,
    { min: 0 },
  ),
});

export function zeroPadding(
  label: string,
  axes: 1 | 2,
): Omit<LayerKind<string, ReturnType<typeof paddingParams>>, Own> {
  return {
    label,
    group: 'shape',
    params: paddingParams(axes),
    inputs: input(over[axes].shape),
    outputs: output(`The ${over[axes].whole} with zeros around it.`),
    summary: (params) => params.padding.join(', '),
    infer: (params, [x]) =>
      notOver(label, axes, x ?? []) ?? {
        outputs: [
          [...pairs(params.padding).map(([before, after], axis) => x![axis]! + before + after), x!.at(-1)!],
        ],
      },
    weights: () => ({}),
    multiplyAdds: () => 0,
    forward: ({ tf }, params, _weights, [x]) => {
      const around = pairs(params.padding).map(([before, after]): [number, number] => [before, after]);
      return withoutMask(tf.pad(x!.value, [[0, 0], ...around, [0, 0]]));
    },
    keras: (params) => ({
      className: label,
      config: { padding: kerasEdges(axes, params.padding), data_format: 'channels_last' },
      weights: [],
    }),
    fromKeras: {
      className: label,
      params: (config) =>
        plain(config, { data_format: 'channels_last' }) ? { padding: readEdges(config['padding']) } : null,
    },
    onnx: (writer, params, [x]) => {
      const sides = pairs(params.padding);
      const pads = [0, ...sides.map(([before]) => before), 0, 0, ...sides.map(([, after]) => after), 0];
      return [writer.node('Pad', [x!, writer.constant(int64(pads), [pads.length])], { mode: 'constant' })];
    },
  };
}
