import { defineActivation } from '../define.ts';

export const sigmoid = defineActivation({
  kind: 'sigmoid',
  label: 'Sigmoid',
  doc: 'Squeezes every value between 0 and 1.',
  formula: 'f(x) = 1 / (1 + e⁻ˣ)',
  forward: ({ ops }, x) => ops.sigmoid(x),
  keras: 'sigmoid',
  onnx: (writer, x) => writer.node('Sigmoid', [x]),
});
