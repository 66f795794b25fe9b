import { elementwise } from './parts/merge.ts';

export const average = elementwise({
  kind: 'average',
  label: 'Average',
  icon: 'equal-approximately',
  doc: 'The mean of branches of the same shape, value by value: several networks that vote.',
  formula: 'y = (x₁ + x₂ + …) / n',
  result: 'Their mean.',
  join: (tf, values) =>
    tf.mul(
      values.reduce((sum, x) => tf.add(sum, x)),
      1 / values.length,
    ),
  onnx: (writer, inputs) => {
    const sum = inputs.reduce((sum, x) => writer.node('Add', [sum, x]));
    return writer.node('Mul', [sum, writer.constant(new Float32Array([1 / inputs.length]), [])]);
  },
});
