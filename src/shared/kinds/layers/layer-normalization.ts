import { defineLayer } from '../define.ts';
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
import { isLastAxis, plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

/** Over the last axis, as Keras' default. */
export const layerNormalization = defineLayer({
  kind: 'layerNormalization',
  label: 'LayerNormalization',
  group: 'normalisation',
  icon: 'align-vertical-distribute-center',
  doc: 'Brings the values of the last axis to mean 0 and variance 1, each row or time step by itself, then scales and shifts them by learned amounts. Usual in transformers.',
  formula: 'y = gamma · (x − mean) / √(variance + epsilon) + beta',
  params: affineParams,
  inputs: input('Any shape; its last axis is normalised.'),
  outputs: output('The same shape.'),
  summary: () => '',
  infer: (_params, [x]) =>
    x && x.length > 0
      ? { outputs: [x] }
      : {
          misfit: {
            code: 'rank-wrong',
            facts: { layer: 'LayerNormalization', wants: wanted.axis, shape: x ?? [] },
          },
        },
  weights: (params, [x]) => affineWeights(params, x!),
  multiplyAdds: (_params, [x]) => 3 * sizeOf(x!),
  // Deviations from the mean, scaled, and the gradients of both.
  extraValues: (_params, [x]) => 6 * sizeOf(x!),
  forward: ({ tf, ops }, params, weights, [x]) => {
    const { gamma, beta } = weights;
    const value = ops.layerNorm(x!.value, gamma ?? null, beta ?? null, params.epsilon);
    return { outputs: [{ ...x!, value }], ...affinePenalty(tf, params, weights, value) };
  },
  keras: (params) => ({
    className: 'LayerNormalization',
    config: { axis: -1, ...kerasAffine(params) },
    weights: affineNames(params),
  }),
  fromKeras: {
    className: 'LayerNormalization',
    params: (config) =>
      isLastAxis(config['axis']) && plain(config, { rms_scaling: false }) ? readAffine(config) : null,
  },
  onnx: (writer, params, [x], [shape]) => {
    const { gamma, beta } = affineOnnx(writer, params, shape!.at(-1)!);
    return [writer.node('LayerNormalization', [x!, gamma, beta], { axis: -1, epsilon: params.epsilon })];
  },
  examples: [
    { inputs: [[5]], outputs: [[5]] },
    { params: { epsilon: 1e-5 }, inputs: [[3, 4]], outputs: [[3, 4]] },
    { params: { l1: 0.01, biasL2: 0.02, activityL1: 0.01 }, inputs: [[3, 2]], outputs: [[3, 2]] },
    { params: { center: false }, inputs: [[2, 3, 4]], outputs: [[2, 3, 4]] },
    { params: { scale: false, epsilon: 0.1 }, inputs: [[3, 6]], outputs: [[3, 6]] },
    { params: { center: false, scale: false }, inputs: [[4]], outputs: [[4]] },
  ],
});
