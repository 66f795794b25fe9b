import { defineLayer } from '../define.ts';
import { wanted } from '../../words/problems.ts';
import { dropSome, rateParam } from './parts/drop.ts';

import { input, output } from './parts/ports.ts';

export const spatialDropout1D = defineLayer({
  kind: 'spatialDropout1D',
  label: 'SpatialDropout1D',
  group: 'regularisation',
  icon: 'wind',
  doc: 'While training, sets whole features to zero at random, for all time steps at once; otherwise it changes nothing.',
  formula: 'y = x · keep / (1 − rate), one keep for each channel of a sample',
  params: { rate: rateParam },
  inputs: input('Time steps of numbers: time × features.'),
  outputs: output('The same shape.'),
  summary: (params) => String(params.rate),
  infer: (_params, [x]) =>
    x?.length === 2
      ? { outputs: [x] }
      : {
          misfit: {
            code: 'rank-wrong',
            facts: { layer: 'SpatialDropout1D', wants: wanted.steps, shape: x ?? [] },
          },
        },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: (context, params, _weights, [x]) => {
    if (!context.training || params.rate === 0) return { outputs: [x!] };
    const shape = [x!.value.shape[0]!, 1, x!.value.shape[2]!];
    return { outputs: [{ ...x!, value: dropSome(context, x!.value, params.rate, shape) }] };
  },
  keras: (params) => ({
    className: 'SpatialDropout1D',
    // Unlike all others, Keras' own class refuses `trainable`.
    config: { rate: params.rate, seed: null, trainable: undefined },
    weights: [],
  }),
  fromKeras: { className: 'SpatialDropout1D', params: (config) => ({ rate: config['rate'] }) },
  onnx: (_writer, _params, inputs) => inputs,
  examples: [
    { params: { rate: 0.25 }, inputs: [[4, 3]], outputs: [[4, 3]] },
    { params: { rate: 0 }, inputs: [[2, 5]], outputs: [[2, 5]] },
  ],
});
