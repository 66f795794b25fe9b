import { defineActivation } from '../define.ts';

export const elu = defineActivation({
  kind: 'elu',
  label: 'ELU',
  doc: 'Like ReLU, but negative values fall smoothly towards −1, which keeps the mean output near zero.',
  formula: 'f(x) = x for x ≥ 0, eˣ − 1 otherwise',
  forward: ({ ops }, x) => ops.elu(x),
  keras: 'elu',
  onnx: (writer, x) => writer.node('Elu', [x], { alpha: 1 }),
});
