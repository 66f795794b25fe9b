import { defineLayer } from '../define.ts';
import { number } from '../params.ts';
import { input, output } from './parts/ports.ts';

export const gaussianNoise = defineLayer({
  kind: 'gaussianNoise',
  label: 'GaussianNoise',
  group: 'regularisation',
  icon: 'audio-waveform',
  doc: 'While training, adds normal noise to every value, so that the network cannot learn the samples by heart; otherwise it changes nothing.',
  formula: 'y = x + noise, of mean 0 and this deviation',
  params: { stddev: number('Deviation', 0.1, [0, 1], 'Standard deviation of the noise.') },
  inputs: input('Any shape.'),
  outputs: output('The same shape.'),
  summary: (params) => String(params.stddev),
  infer: (_params, [x]) => ({ outputs: [x!] }),
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ tf, random, training }, params, _weights, [x]) => {
    if (!training || params.stddev === 0) return { outputs: [x!] };
    const noise = tf.mul(random.normal(x!.value.shape), params.stddev);
    return { outputs: [{ ...x!, value: tf.add(x!.value, noise) }] };
  },
  keras: (params) => ({
    className: 'GaussianNoise',
    config: { stddev: params.stddev, seed: null },
    weights: [],
  }),
  fromKeras: { className: 'GaussianNoise', params: (config) => ({ stddev: config['stddev'] }) },
  onnx: (_writer, _params, inputs) => inputs,
  examples: [
    { params: { stddev: 0.5 }, inputs: [[6]], outputs: [[6]] },
    { params: { stddev: 0 }, inputs: [[4, 3]], outputs: [[4, 3]] },
  ],
});
