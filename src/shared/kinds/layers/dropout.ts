import { defineLayer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { dropSome, rateParam } from './parts/drop.ts';
import { input, output } from './parts/ports.ts';

export const dropout = defineLayer({
  kind: 'dropout',
  label: 'Dropout',
  group: 'regularisation',
  icon: 'droplets',
  doc: 'While training, sets values to zero at random so that the network does not rely on any one; otherwise it changes nothing.',
  formula: 'y = x · keep / (1 − rate), keep = 1 with probability 1 − rate, else 0',
  params: { rate: rateParam },
  inputs: input('Any shape.'),
  outputs: output('The same shape.'),
  summary: (params) => String(params.rate),
  infer: (_params, [x]) => ({ outputs: [x!] }),
  weights: () => ({}),
  multiplyAdds: () => 0,
  // The random numbers, and which values are kept: as truths, numbers and scaled.
  extraValues: (params, [x]) => (params.rate === 0 ? 0 : 3.25 * sizeOf(x!)),
  forward: (context, params, _weights, [x]) => {
    if (!context.training || params.rate === 0) return { outputs: [x!] };
    return { outputs: [{ ...x!, value: dropSome(context, x!.value, params.rate, x!.value.shape) }] };
  },
  keras: (params) => ({
    className: 'Dropout',
    config: { rate: params.rate, seed: null, noise_shape: null },
    weights: [],
  }),
  fromKeras: {
    className: 'Dropout',
    params: (config) => (config['noise_shape'] == null ? { rate: config['rate'] } : null),
  },
  onnx: (_writer, _params, inputs) => inputs,
  examples: [
    { params: { rate: 0.25 }, inputs: [[6]], outputs: [[6]] },
    { params: { rate: 0 }, inputs: [[4, 4, 2]], outputs: [[4, 4, 2]] },
  ],
});
