import { defineLayer } from '../define.ts';
import { number } from '../params.ts';
import { input, output } from './parts/ports.ts';

export const leakyReLU = defineLayer({
  kind: 'leakyReLU',
  label: 'LeakyReLU',
  group: 'core',
  icon: 'trending-up',
  doc: 'A ReLU that lets negative values through at a part of their size, so a unit can never stop learning. Usual in networks that judge pictures.',
  formula: 'y = x for x ≥ 0, slope · x otherwise',
  params: {
    negativeSlope: number('Negative slope', 0.3, [0, 1], 'How much of a negative value is left.'),
  },
  inputs: input('Any shape.'),
  outputs: output('The same shape.'),
  summary: (params) => String(params.negativeSlope),
  infer: (_params, [x]) => ({ outputs: [x!] }),
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ ops }, params, _weights, [x]) => ({
    outputs: [{ ...x!, value: ops.leakyRelu(x!.value, params.negativeSlope) }],
  }),
  keras: (params) => ({
    className: 'LeakyReLU',
    config: { negative_slope: params.negativeSlope },
    weights: [],
  }),
  fromKeras: {
    className: 'LeakyReLU',
    params: (config) => ({ negativeSlope: config['negative_slope'] }),
  },
  onnx: (writer, params, [x]) => [writer.node('LeakyRelu', [x!], { alpha: params.negativeSlope })],
  examples: [
    { inputs: [[3, 4]], outputs: [[3, 4]] },
    { params: { negativeSlope: 0.2 }, inputs: [[4, 3, 2]], outputs: [[4, 3, 2]] },
    { params: { negativeSlope: 0 }, inputs: [[5]], outputs: [[5]] },
  ],
});
