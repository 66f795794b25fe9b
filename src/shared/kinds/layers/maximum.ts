import { elementwise, widened } from './parts/merge.ts';

export const maximum = elementwise({
  kind: 'maximum',
  label: 'Maximum',
  icon: 'chevrons-up',
  doc: 'The largest of branches of the same shape, value by value.',
  formula: 'y = max(x₁, x₂, …)',
  result: 'The largest values.',
  join: (tf, values) => widened(tf, values).reduce((largest, x) => tf.maximum(largest, x)),
  onnx: (writer, inputs) => writer.node('Max', inputs),
});
