import { elementwise } from './parts/merge.ts';

export const add = elementwise({
  kind: 'add',
  label: 'Add',
  icon: 'plus',
  doc: 'Adds branches of the same shape, value by value: the end of a shortcut around layers.',
  formula: 'y = x₁ + x₂ + …',
  result: 'Their sum.',
  join: (tf, values) => values.reduce((sum, x) => tf.add(sum, x)),
  onnx: (writer, inputs) => inputs.reduce((sum, x) => writer.node('Add', [sum, x])),
});
