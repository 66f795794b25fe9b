import { defineActivation } from '../define.ts';

export const mish = defineActivation({
  kind: 'mish',
  label: 'Mish',
  doc: 'A smooth ReLU that dips a little below zero, much like SiLU.',
  formula: 'f(x) = x · tanh(ln(1 + eˣ))',
  forward: ({ tf, ops }, x) => tf.mul(x, ops.tanh(ops.softplus(x))),
  extraValues: 5,
  keras: 'mish',
  // ONNX has an operation for it only from opset 18 on.
  onnx: (writer, x) => writer.node('Mul', [x, writer.node('Tanh', [writer.node('Softplus', [x])])]),
});
