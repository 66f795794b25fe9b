import { elementwise } from './parts/merge.ts';

export const multiply = elementwise({
  kind: 'multiply',
  label: 'Multiply',
  icon: 'x',
  doc: 'Multiplies branches of the same shape, value by value: one branch opens and closes another like a gate.',
  formula: 'y = x₁ · x₂ · …',
  result: 'Their product.',
  join: (tf, values) => values.reduce((product, x) => tf.mul(product, x)),
  onnx: (writer, inputs) => inputs.reduce((product, x) => writer.node('Mul', [product, x])),
});
