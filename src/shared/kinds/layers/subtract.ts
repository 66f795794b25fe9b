import { elementwise } from './parts/merge.ts';

export const subtract = elementwise({
  kind: 'subtract',
  label: 'Subtract',
  icon: 'minus',
  doc: 'Takes one branch from another of the same shape, value by value.',
  formula: 'y = first − second',
  inputs: [
    { name: 'first', doc: 'What is taken from.' },
    { name: 'second', doc: 'What is taken away.' },
  ],
  result: 'Their difference.',
  join: (tf, [first, second]) => tf.sub(first!, second!),
  onnx: (writer, inputs) => writer.node('Sub', inputs),
});
