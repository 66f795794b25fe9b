import { defineLayer } from '../define.ts';
import { number } from '../params.ts';
import { sizeOf } from '../shape.ts';
import { input, output } from './parts/ports.ts';

export const dropout = defineLayer({
  kind: 'dropout',
  label: 'Dropout',
  group: 'regularisation',
  icon: 'droplets',
  doc: 'While training, sets values to zero at random so that the network does not rely on any one; otherwise it changes nothing.',
  formula: 'y = x · keep / (1 − rate), keep = 1 with probability 1 − rate, else 0',
  params: {
    rate: number('Rate', 0.5, [0, 0.99], 'Part of the values that is set to zero.', { step: 0.05 }),
  },
  inputs: input('Any shape.'),
  outputs: output('The same shape.'),
  summary: (params) => String(params.rate),
  infer: (_params, [x]) => ({ outputs: [x!] }),
  weights: () => ({}),
  multiplyAdds: () => 0,
  // The random numbers, and which values are kept: as truths, numbers and scaled.
  extraValues: (params, [x]) => (params.rate === 0 ? 0 : 3.25 * sizeOf(x!)),
  forward: ({ tf, random, training }, params, _weights, [x]) => {
    if (!training || params.rate === 0) return { outputs: [x!] };
    const keep = tf.cast(tf.greaterEqual(random.uniform(x!.value.shape), params.rate), 'float32');
    return { outputs: [{ ...x!, value: tf.mul(x!.value, tf.mul(keep, 1 / (1 - params.rate))) }] };
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
