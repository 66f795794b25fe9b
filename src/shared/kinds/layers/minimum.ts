import { elementwise, widened } from './parts/merge.ts';

export const minimum = elementwise({
  kind: 'minimum',
  label: 'Minimum',
  icon: 'chevrons-down',
  doc: 'The smallest of branches of the same shape, value by value.',
  formula: 'y = min(x₁, x₂, …)',
  result: 'The smallest values.',
  join: (tf, values) => widened(tf, values).reduce((smallest, x) => tf.minimum(smallest, x)),
  onnx: (writer, inputs) => writer.node('Min', inputs),
});
