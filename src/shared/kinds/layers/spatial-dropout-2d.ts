import { defineLayer } from '../define.ts';
import { wanted } from '../../words/problems.ts';
import { dropSome, rateParam } from './parts/drop.ts';
import { plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

export const spatialDropout2D = defineLayer({
  kind: 'spatialDropout2D',
  label: 'SpatialDropout2D',
  group: 'regularisation',
  icon: 'cloud-rain',
  doc: 'While training, sets whole channels of pictures to zero at random: neighbouring pixels are too alike to be dropped one by one. Otherwise it changes nothing.',
  formula: 'y = x · keep / (1 − rate), one keep for each channel of a sample',
  params: { rate: rateParam },
  inputs: input('A picture: height × width × channels.'),
  outputs: output('The same shape.'),
  summary: (params) => String(params.rate),
  infer: (_params, [x]) =>
    x?.length === 3
      ? { outputs: [x] }
      : {
          misfit: {
            code: 'rank-wrong',
            facts: { layer: 'SpatialDropout2D', wants: wanted.image, shape: x ?? [] },
          },
        },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: (context, params, _weights, [x]) => {
    if (!context.training || params.rate === 0) return { outputs: [x!] };
    const shape = [x!.value.shape[0]!, 1, 1, x!.value.shape[3]!];
    return { outputs: [{ ...x!, value: dropSome(context, x!.value, params.rate, shape) }] };
  },
  keras: (params) => ({
    className: 'SpatialDropout2D',
    // Unlike all others, Keras' own class refuses `trainable`.
    config: { rate: params.rate, seed: null, data_format: 'channels_last', trainable: undefined },
    weights: [],
  }),
  fromKeras: {
    className: 'SpatialDropout2D',
    params: (config) => (plain(config, { data_format: 'channels_last' }) ? { rate: config['rate'] } : null),
  },
  onnx: (_writer, _params, inputs) => inputs,
  examples: [
    { params: { rate: 0.25 }, inputs: [[4, 4, 3]], outputs: [[4, 4, 3]] },
    { params: { rate: 0 }, inputs: [[2, 3, 2]], outputs: [[2, 3, 2]] },
  ],
});
