import { defineLayer } from '../define.ts';
import { axes } from '../params.ts';
import type { Shape } from '../shape.ts';
import {
  chosenInitializer,
  kerasInitializer,
  readVectorInitializer,
  vectorInitializerParams,
} from './parts/initializers.ts';
import { plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';
import {
  activityRegularizerParams,
  kerasRegularizers,
  readRegularizers,
  regularize,
  weightRegularizerParams,
} from './parts/regularizers.ts';

/** Keras counts axes from the batch on, which is axis 0. */
const slopesShape = ({ sharedAxes }: { readonly sharedAxes: readonly number[] }, shape: Shape): Shape =>
  shape.map((length, i) => (sharedAxes.includes(i + 1) ? 1 : length));

export const prelu = defineLayer({
  kind: 'prelu',
  label: 'PReLU',
  group: 'core',
  icon: 'trending-up-down',
  doc: 'A leaky ReLU that learns how much of each negative value it lets through.',
  formula: 'y = x for x ≥ 0, alpha · x otherwise',
  params: {
    sharedAxes: axes(
      'Shared axes',
      [],
      'Axes along which one slope serves all values; 1 and 2 are height and width of a picture. None: a slope for every value.',
    ),
    ...vectorInitializerParams(
      'alphaInitializer',
      'Slope',
      'zeros',
      'How the slopes are filled before training.',
    ),
    ...weightRegularizerParams('slopes'),
    ...activityRegularizerParams,
  },
  inputs: input('Any shape.'),
  outputs: output('The same shape.'),
  summary: () => '',
  infer: (params, [x]) => {
    const missing = params.sharedAxes.find((axis) => axis > x!.length);
    return missing === undefined
      ? { outputs: [x!] }
      : { misfit: { code: 'axis-missing', facts: { layer: 'PReLU', axis: missing, shape: x! } } };
  },
  weights: (params, [x]) => ({
    alpha: {
      shape: slopesShape(params, x!),
      ...chosenInitializer('alphaInitializer', params),
      trainable: true,
    },
  }),
  multiplyAdds: () => 0,
  forward: ({ tf, ops }, params, weights, [x]) => {
    const alpha = weights['alpha']!;
    const value = tf.sub(ops.relu(x!.value), tf.mul(alpha, ops.relu(tf.neg(x!.value))));
    return { outputs: [{ ...x!, value }], ...regularize(tf, params, [alpha], [], value) };
  },
  keras: (params) => ({
    className: 'PReLU',
    config: {
      alpha_initializer: kerasInitializer(chosenInitializer('alphaInitializer', params)),
      ...kerasRegularizers(params, ['alpha'], null),
      alpha_constraint: null,
      shared_axes: params.sharedAxes.length > 0 ? params.sharedAxes : null,
    },
    weights: ['alpha'],
  }),
  fromKeras: {
    className: 'PReLU',
    params: (config) => {
      const regularizers = readRegularizers(config, ['alpha'], null);
      if (!regularizers || !plain(config, { alpha_constraint: null })) return null;
      return {
        sharedAxes: config['shared_axes'] ?? [],
        ...readVectorInitializer('alphaInitializer', config['alpha_initializer'], 'zeros'),
        ...regularizers,
      };
    },
  },
  onnx: (writer, _params, [x]) => [writer.node('PRelu', [x!, writer.weight('alpha')])],
  examples: [
    { inputs: [[6]], outputs: [[6]] },
    { params: { sharedAxes: [1, 2] }, inputs: [[4, 3, 2]], outputs: [[4, 3, 2]] },
    { params: { sharedAxes: [1] }, inputs: [[3, 2]], outputs: [[3, 2]] },
    { params: { l1: 0.01, l2: 0.02, activityL2: 0.01 }, inputs: [[4]], outputs: [[4]] },
  ],
});
