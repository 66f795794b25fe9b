import { defineActivation } from '../define.ts';

export const silu = defineActivation({
  kind: 'silu',
  label: 'SiLU',
  doc: 'A smooth ReLU: each value times its own sigmoid. Also called swish.',
  formula: 'f(x) = x / (1 + e⁻ˣ)',
  forward: ({ tf, ops }, x) => tf.mul(x, ops.sigmoid(x)),
  extraValues: 3,
  keras: 'silu',
  onnx: (writer, x) => writer.node('Mul', [x, writer.node('Sigmoid', [x])]),
});
