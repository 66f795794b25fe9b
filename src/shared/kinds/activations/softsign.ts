import { defineActivation } from '../define.ts';

export const softsign = defineActivation({
  kind: 'softsign',
  label: 'Softsign',
  doc: 'Squeezes every value between −1 and 1, more gently than tanh.',
  formula: 'f(x) = x / (1 + |x|)',
  forward: ({ ops }, x) => ops.softsign(x),
  keras: 'softsign',
  onnx: (writer, x) => writer.node('Softsign', [x]),
});
