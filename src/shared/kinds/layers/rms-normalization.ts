import { defineLayer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { wanted } from '../../words/problems.ts';
import { epsilonParam } from './parts/affine.ts';
import { isLastAxis } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

/** Over the last axis, as Keras' default. */
export const rmsNormalization = defineLayer({
  kind: 'rmsNormalization',
  label: 'RMSNormalization',
  group: 'normalisation',
  icon: 'ruler',
  doc: 'Brings the values of the last axis to one size (root mean square 1) and scales them by learned amounts. Simpler than layer normalisation: the mean stays.',
  formula: 'y = scale · x / √(mean of x² + epsilon)',
  params: { epsilon: epsilonParam(1e-6) },
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
  forward: ({ ops }, params, weights, [x]) => ({
    outputs: [{ ...x!, value: ops.rmsNorm(x!.value, weights['scale']!, params.epsilon) }],
  }),
  keras: (params) => ({
    className: 'RMSNormalization',
    config: { axis: -1, epsilon: params.epsilon },
    weights: ['scale'],
  }),
  fromKeras: {
    className: 'RMSNormalization',
    params: (config) => (isLastAxis(config['axis']) ? { epsilon: config['epsilon'] } : null),
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
    { inputs: [[2, 3, 4]], outputs: [[2, 3, 4]] },
  ],
});
