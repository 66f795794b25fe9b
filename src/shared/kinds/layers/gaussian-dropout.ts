import { defineLayer } from '../define.ts';
import { number } from '../params.ts';
import { input, output } from './parts/ports.ts';

export const gaussianDropout = defineLayer({
  kind: 'gaussianDropout',
  label: 'GaussianDropout',
  group: 'regularisation',
  icon: 'waves',
  doc: 'While training, multiplies every value by normal noise of mean 1: a soft form of dropout that never loses a value. Otherwise it changes nothing.',
  formula: 'y = x · noise, of mean 1 and deviation √(rate / (1 − rate))',
  params: {
    rate: number('Rate', 0.5, [0, 0.99], 'As strong as a dropout of this rate.', { step: 0.05 }),
  },
  inputs: input('Any shape.'),
  outputs: output('The same shape.'),
  summary: (params) => String(params.rate),
  infer: (_params, [x]) => ({ outputs: [x!] }),
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ tf, random, training }, { rate }, _weights, [x]) => {
    if (!training || rate === 0) return { outputs: [x!] };
    const deviation = Math.sqrt(rate / (1 - rate));
    const noise = tf.add(tf.mul(random.normal(x!.value.shape), deviation), 1);
    return { outputs: [{ ...x!, value: tf.mul(x!.value, noise) }] };
  },
  keras: (params) => ({
    className: 'GaussianDropout',
    config: { rate: params.rate, seed: null },
    weights: [],
  }),
  fromKeras: { className: 'GaussianDropout', params: (config) => ({ rate: config['rate'] }) },
  onnx: (_writer, _params, inputs) => inputs,
  examples: [
    { params: { rate: 0.25 }, inputs: [[6]], outputs: [[6]] },
    { params: { rate: 0 }, inputs: [[4, 3]], outputs: [[4, 3]] },
  ],
});
