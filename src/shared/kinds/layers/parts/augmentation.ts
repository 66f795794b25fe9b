/** What layers that change pictures at random share: only while training, each picture in its own way. */
import { defineLayer } from '../../define.ts';
import type { ForwardContext, LayerExample, LayerKind, Random } from '../../define.ts';
import type { Tensor, Tfjs } from '../../ops.ts';
import { choice, number } from '../../params.ts';
import type { Params, Values } from '../../params.ts';
import { wanted } from '../../../words/problems.ts';
import { plain } from './keras.ts';
import { input, output } from './ports.ts';

type Config = Readonly<Record<string, unknown>>;

interface Augmentation<K extends string, P extends Params> {
  readonly kind: K;
  /** Keras' class name too. */
  readonly label: string;
  readonly icon: string;
  readonly doc: string;
  readonly formula?: string;
  readonly params: P;
  summary(params: Values<P>): string;
  /** Pictures [n, h, w, c] while training. */
  augment(context: ForwardContext, params: Values<P>, x: Tensor): Tensor;
  /** Besides seed and data format. */
  keras(params: Values<P>): Config;
  fromKeras(config: Config): Config | null;
  readonly examples: readonly LayerExample<P>[];
}

/** A layer that changes pictures while training and hands them on otherwise, as its exports always do. */
export const augmentation = <const K extends string, P extends Params>(
  of: Augmentation<K, P>,
): LayerKind<K, P> =>
  defineLayer<K, P>({
    kind: of.kind,
    label: of.label,
    group: 'augmentation',
    icon: of.icon,
    doc: of.doc,
    ...(of.formula !== undefined && { formula: of.formula }),
    params: of.params,
    inputs: input('A picture: height × width × channels.'),
    outputs: output('A picture of the same size.'),
    summary: (params) => of.summary(params),
    infer: (_params, [x]) =>
      x?.length === 3
        ? { outputs: [x] }
        : {
            misfit: { code: 'rank-wrong', facts: { layer: of.label, wants: wanted.image, shape: x ?? [] } },
          },
    weights: () => ({}),
    multiplyAdds: () => 0,
    forward: (context, params, _weights, [x]) => ({
      outputs: [context.training ? { value: of.augment(context, params, x!.value) } : x!],
    }),
    keras: (params) => ({
      className: of.label,
      config: { ...of.keras(params), seed: null, data_format: 'channels_last' },
      weights: [],
    }),
    fromKeras: {
      className: of.label,
      params: (config) => (plain(config, { data_format: 'channels_last' }) ? of.fromKeras(config) : null),
    },
    onnx: (_writer, _params, inputs) => inputs,
    examples: of.examples,
  });

/** A number for each picture from this range: [n, 1]. */
export const perPicture = (
  tf: Tfjs,
  random: Random,
  pictures: number,
  [low, high]: readonly [number, number],
  stream: string,
): Tensor => tf.add(tf.mul(random.uniform([pictures, 1], stream), high - low), low);

/** Keras' ± a number, or a lower and an upper one. */
export const readRange = (value: unknown): unknown =>
  typeof value === 'number' ? [-Math.abs(value), Math.abs(value)] : value;

export const rangeText = ([low, high]: readonly [number, number]): string =>
  low === -high ? `± ${high}` : `${low} … ${high}`;

export const resamplingParams = {
  fillMode: choice(
    'Fill mode',
    ['reflect', 'wrap', 'constant', 'nearest'],
    'reflect',
    'What lies beyond the edges: the picture mirrored, the picture again, one value, or the pixels of the edge.',
  ),
  fillValue: number(
    'Fill value',
    0,
    [-1e6, 1e6],
    'The value beyond the edges where the fill mode is constant.',
    {
      step: 0.1,
    },
  ),
  interpolation: choice(
    'Interpolation',
    ['bilinear', 'nearest'],
    'bilinear',
    'How a value between pixels is found: mixed from its neighbours, or the nearest one.',
  ),
} as const;
type Resampled = Values<typeof resamplingParams>;

/** Pictures read through one transform each: the six columns [n, 1] of `ImageOps.resample`. */
export function transformed(
  { tf, ops }: Pick<ForwardContext, 'tf' | 'ops'>,
  x: Tensor,
  columns: readonly [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor],
  how: Resampled,
): Tensor {
  const [n, height, width] = x.shape as [number, number, number];
  const transforms = tf.concat([...columns, tf.zeros([n, 2])], 1);
  return ops.resample(x, transforms, { ...how, size: [height, width] });
}

export const kerasResampling = (params: Resampled): Config => ({
  fill_mode: params.fillMode,
  fill_value: params.fillValue,
  interpolation: params.interpolation,
});
export const readResampling = (config: Config): Config => ({
  fillMode: config['fill_mode'],
  fillValue: config['fill_value'],
  interpolation: config['interpolation'],
});
