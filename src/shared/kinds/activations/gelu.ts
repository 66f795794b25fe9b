import { defineActivation } from '../define.ts';

const scalar = (value: number): Float32Array => new Float32Array([value]);

/** The exact form, as Keras' default: with the error function, not its tanh approximation. */
export const gelu = defineActivation({
  kind: 'gelu',
  label: 'GELU',
  doc: 'A smooth ReLU that weighs each value by how likely a normal number is to be below it. Usual in transformers.',
  formula: 'f(x) = x · ½ (1 + erf(x / √2))',
  forward: ({ ops }, x) => ops.gelu(x),
  extraValues: 7,
  keras: 'gelu',
  onnx: (writer, x) => {
    const scaled = writer.node('Mul', [x, writer.constant(scalar(Math.SQRT1_2), [])]);
    const weight = writer.node('Add', [writer.node('Erf', [scaled]), writer.constant(scalar(1), [])]);
    return writer.node('Mul', [writer.node('Mul', [x, writer.constant(scalar(0.5), [])]), weight]);
  },
});
