import { defineLayer } from '../define.ts';
import type { OnnxWriter, WeightSpec } from '../define.ts';
import { number } from '../params.ts';
import type { Shape } from '../shape.ts';
import { sizeOf } from '../shape.ts';
import { wanted } from '../../words/problems.ts';
import {
  affineNames,
  affineOnnx,
  affineParams,
  affinePenalty,
  affineWeights,
  kerasAffine,
  readAffine,
} from './parts/affine.ts';
import { plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

/** Channels second, as ONNX wants them, around `op`; rows are so already. */
function channelsSecond(writer: OnnxWriter, shape: Shape, x: string, op: (x: string) => string): string {
  if (shape.length === 1) return op(x);
  const rank = shape.length + 1;
  const inner = Array.from({ length: rank - 2 }, (_, i) => i + 1);
  const there = [0, rank - 1, ...inner];
  const back = [0, ...inner.map((axis) => axis + 1), 1];
  return writer.node('Transpose', [op(writer.node('Transpose', [x], { perm: there }))], { perm: back });
}

/** Over the last axis, as Keras' default. The moving variance is that of the population (biased), as Keras 3 keeps it. */
export const batchNormalization = defineLayer({
  kind: 'batchNormalization',
  label: 'BatchNormalization',
  group: 'normalisation',
  icon: 'scaling',
  doc: 'Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it by learned amounts. After training it uses the averages that it kept.',
  formula: 'y = gamma · (x − mean) / √(variance + epsilon) + beta',
  params: {
    momentum: number(
      'Momentum',
      0.99,
      [0, 1],
      'How slowly the kept averages follow the batches: closer to 1 is slower.',
    ),
    ...affineParams,
  },
  inputs: input('Any shape; its last axis are the channels.'),
  outputs: output('The same shape.'),
  summary: () => '',
  infer: (_params, [x]) =>
    x && x.length > 0
      ? { outputs: [x] }
      : {
          misfit: {
            code: 'rank-wrong',
            facts: { layer: 'BatchNormalization', wants: wanted.axis, shape: x ?? [] },
          },
        },
  weights: (params, [x]) => {
    // No choice of their initializers: the first batches take the averages wherever they began.
    const moving = (initializer: string): WeightSpec => ({
      shape: [x!.at(-1)!],
      initializer,
      trainable: false,
    });
    return {
      ...affineWeights(params, x!),
      movingMean: moving('zeros'),
      movingVariance: moving('ones'),
    };
  },
  multiplyAdds: (_params, [x]) => sizeOf(x!),
  forward: ({ tf, ops, training }, params, weights, [x]) => {
    const channels = [x!.value.shape.at(-1)!];
    const gamma = weights['gamma'] ?? tf.ones(channels);
    const beta = weights['beta'] ?? tf.zeros(channels);
    const movingMean = weights['movingMean']!;
    const movingVariance = weights['movingVariance']!;
    if (!training) {
      const value = ops.batchNormInference(x!.value, gamma, beta, movingMean, movingVariance, params.epsilon);
      return { outputs: [{ ...x!, value }], ...affinePenalty(tf, params, weights, value) };
    }
    const { y, mean, variance } = ops.batchNormTraining(x!.value, gamma, beta, params.epsilon);
    const follow = (kept: typeof mean, now: typeof mean): typeof mean =>
      tf.add(tf.mul(kept, params.momentum), tf.mul(now, 1 - params.momentum));
    return {
      outputs: [{ ...x!, value: y }],
      ...affinePenalty(tf, params, weights, y),
      updates: { movingMean: follow(movingMean, mean), movingVariance: follow(movingVariance, variance) },
    };
  },
  keras: (params) => ({
    className: 'BatchNormalization',
    config: { axis: -1, momentum: params.momentum, ...kerasAffine(params) },
    weights: [...affineNames(params), 'movingMean', 'movingVariance'],
  }),
  fromKeras: {
    className: 'BatchNormalization',
    // Keras writes the axis counted from the front once the layer is built; `readKeras` hands it on only if it is the last.
    params: (config) => {
      const affine = readAffine(config);
      return affine && plain(config, { axis: -1, renorm: false, synchronized: false })
        ? { momentum: config['momentum'], ...affine }
        : null;
    },
  },
  onnx: (writer, params, [x], [shape]) => {
    const { gamma, beta } = affineOnnx(writer, params, shape!.at(-1)!);
    const moving = [writer.weight('movingMean'), writer.weight('movingVariance')];
    return [
      channelsSecond(writer, shape!, x!, (value) =>
        writer.node('BatchNormalization', [value, gamma, beta, ...moving], { epsilon: params.epsilon }),
      ),
    ];
  },
  examples: [
    { inputs: [[5]], outputs: [[5]] },
    { params: { momentum: 0.9 }, inputs: [[4, 4, 3]], outputs: [[4, 4, 3]] },
    { params: { l1: 0.01, l2: 0.02, biasL1: 0.1, activityL2: 0.01 }, inputs: [[4]], outputs: [[4]] },
    { params: { center: false, scale: false }, inputs: [[6, 2]], outputs: [[6, 2]] },
    { params: { scale: false, epsilon: 1e-5 }, inputs: [[3, 3, 2]], outputs: [[3, 3, 2]] },
  ],
});
