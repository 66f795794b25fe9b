import { defineActivation } from '../define.ts';

export const tanh = defineActivation({
  kind: 'tanh',
  label: 'Tanh',
  doc: 'Squeezes every value between −1 and 1.',
  formula: 'f(x) = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)',
  forward: ({ ops }, x) => ops.tanh(x),
  keras: 'tanh',
  onnx: (writer, x) => writer.node('Tanh', [x]),
});
