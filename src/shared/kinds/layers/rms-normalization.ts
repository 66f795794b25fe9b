import { defineLayer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { wanted } from '../../words/problems.ts';
import { epsilonParam } from './parts/affine.ts';
import { isLastAxis, kerasRegularizer } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';
import {
  activityRegularizerParams,
  kerasRegularizers,
  readRegularizers,
  regularize,
  weightRegularizerParams,
} from './parts/regularizers.ts';

/** Over the last axis, as Keras' default. */
export const rmsNormalization = defineLayer({
  kind: 'rmsNormalization',
  label: 'RMSNormalization',
  group: 'normalisation',
  icon: 'ruler',
  doc: 'Brings the values of the last axis to one size (root mean square 1) and scales them by learned amounts. Simpler than layer normalisation: the mean stays.',
  formula: 'y = scale · x / √(mean of x² + epsilon)',
  params: {
    epsilon: epsilonParam(1e-6),
    ...weightRegularizerParams('scales'),
    ...activityRegularizerParams,
  },
  inputs: input('Any shape; its last axis is normalised.'),
  outputs: output('The same shape.'),
  summary: () => '',
  infer: (_params, [x]) =>
    x && x.length > 0
      ? { outputs: [x] }
      : {
          misfit: {
            code: 'rank-wrong',
            facts: { layer: 'RMSNormalization', wants: wanted.axis, shape: x ?? [] },
          },
        },
  weights: (_params, [x]) => ({ scale: { shape: [x!.at(-1)!], initializer: 'ones', trainable: true } }),
  multiplyAdds: (_params, [x]) => 2 * sizeOf(x!),
  forward: ({ tf, ops }, params, weights, [x]) => {
    const scale = weights['scale']!;
    const value = ops.rmsNorm(x!.value, scale, params.epsilon);
    return { outputs: [{ ...x!, value }], ...regularize(tf, params, [scale], [], value) };
  },
  keras: (params) => ({
    className: 'RMSNormalization',
    config: { axis: -1, epsilon: params.epsilon, ...kerasRegularizers(params, [], null) },
    weights: ['scale'],
    regularizers: { scale: kerasRegularizer(params) },
  }),
  fromKeras: {
    className: 'RMSNormalization',
    params: (config) => {
      const regularizers = readRegularizers(config, [], null);
      if (!regularizers || !isLastAxis(config['axis'])) return null;
      return { epsilon: config['epsilon'], ...regularizers };
    },
  },
  onnx: (writer, params, [x]) => {
    const epsilon = writer.constant(new Float32Array([params.epsilon]), []);
    const power = writer.node('ReduceMean', [writer.node('Mul', [x!, x!])], { axes: [-1], keepdims: 1 });
    const size = writer.node('Sqrt', [writer.node('Add', [power, epsilon])]);
    return [writer.node('Mul', [writer.node('Div', [x!, size]), writer.weight('scale')])];
  },
  examples: [
    { inputs: [[5]], outputs: [[5]] },
    { params: { epsilon: 0.01 }, inputs: [[3, 4]], outputs: [[3, 4]] },
    { params: { activityL1: 0.01, activityL2: 0.02 }, inputs: [[3]], outputs: [[3]] },
    { params: { l1: 0.01, l2: 0.02 }, inputs: [[4]], outputs: [[4]] },
    { inputs: [[2, 3, 4]], outputs: [[2, 3, 4]] },
  ],
});
