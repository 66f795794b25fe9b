import { defineLayer } from '../define.ts';
import { integer } from '../params.ts';
import { sizeOf } from '../shape.ts';
import { named, wanted } from '../../words/problems.ts';
import {
  affineNames,
  affineParams,
  affinePenalty,
  affineWeights,
  kerasAffine,
  readAffine,
} from './parts/affine.ts';
import { isLastAxis } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

/** Over the last axis, as Keras' default. */
export const groupNormalization = defineLayer({
  kind: 'groupNormalization',
  label: 'GroupNormalization',
  group: 'normalisation',
  icon: 'group',
  doc: 'Brings groups of channels to mean 0 and variance 1, each sample by itself, then scales and shifts each channel by learned amounts. Unlike batch normalisation it works for the smallest batches.',
  formula: 'y = gamma · (x − mean) / √(variance + epsilon) + beta, over each group of channels',
  params: {
    groups: integer('Groups', 32, 1, 'In how many groups the channels are cut; it must divide them.', {
      max: 65_536,
    }),
    ...affineParams,
  },
  inputs: input('Any shape; its last axis are the channels.'),
  outputs: output('The same shape.'),
  summary: (params) => named.groups(params.groups),
  infer: (params, [x]) => {
    const layer = 'GroupNormalization';
    if (!x || x.length === 0)
      return { misfit: { code: 'rank-wrong', facts: { layer, wants: wanted.axis, shape: x ?? [] } } };
    const { groups } = params;
    const channels = x.at(-1)!;
    return channels % groups === 0
      ? { outputs: [x] }
      : { misfit: { code: 'groups-uneven', facts: { layer, groups, channels } } };
  },
  weights: (params, [x]) => affineWeights(params, x!),
  multiplyAdds: (_params, [x]) => 3 * sizeOf(x!),
  // Deviations from the mean, scaled, and the gradients of both.
  extraValues: (_params, [x]) => 6 * sizeOf(x!),
  forward: ({ tf, ops }, params, weights, [x]) => {
    const { gamma, beta } = weights;
    const value = ops.groupNorm(x!.value, params.groups, gamma ?? null, beta ?? null, params.epsilon);
    return { outputs: [{ ...x!, value }], ...affinePenalty(tf, params, weights, value) };
  },
  keras: (params) => ({
    className: 'GroupNormalization',
    config: { groups: params.groups, axis: -1, ...kerasAffine(params) },
    weights: affineNames(params),
  }),
  fromKeras: {
    className: 'GroupNormalization',
    params: (config) => {
      const affine = readAffine(config);
      return affine && isLastAxis(config['axis']) ? { groups: config['groups'], ...affine } : null;
    },
  },
  onnx: (writer, params, [x], [shape]) => {
    const { groups, epsilon } = params;
    const whole = (...numbers: number[]): string =>
      writer.constant(BigInt64Array.from(numbers, BigInt), [numbers.length]);
    const fill = (value: number): string => writer.constant(new Float32Array(groups).fill(value), [groups]);
    const channels = shape!.at(-1)!;
    // A group is one "channel" of an instance normalisation: [n, groups, positions · channels of a group].
    const split = writer.node('Reshape', [x!, whole(0, -1, groups, channels / groups)]);
    const apart = writer.node('Transpose', [split], { perm: [0, 2, 1, 3] });
    const rows = writer.node('Reshape', [apart, whole(0, groups, -1)]);
    const normal = writer.node('InstanceNormalization', [rows, fill(1), fill(0)], { epsilon });
    const again = writer.node('Reshape', [normal, whole(0, groups, -1, channels / groups)]);
    const back = writer.node('Transpose', [again], { perm: [0, 2, 1, 3] });
    const same = writer.node('Reshape', [back, whole(0, ...shape!)]);
    const scaled = params.scale ? writer.node('Mul', [same, writer.weight('gamma')]) : same;
    return [params.center ? writer.node('Add', [scaled, writer.weight('beta')]) : scaled];
  },
  examples: [
    { params: { groups: 2 }, inputs: [[6]], outputs: [[6]] },
    { params: { groups: 2, epsilon: 1e-5 }, inputs: [[3, 4, 4]], outputs: [[3, 4, 4]] },
    { params: { groups: 2, l2: 0.01, biasL1: 0.02, activityL2: 0.01 }, inputs: [[4]], outputs: [[4]] },
    { params: { groups: 1, center: false }, inputs: [[5, 3]], outputs: [[5, 3]] },
    { params: { groups: 4, scale: false }, inputs: [[2, 3, 4]], outputs: [[2, 3, 4]] },
  ],
});
