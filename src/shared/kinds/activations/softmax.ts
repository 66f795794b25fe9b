import { defineActivation } from '../define.ts';

export const softmax = defineActivation({
  kind: 'softmax',
  label: 'Softmax',
  doc: 'Turns the values of the last axis into probabilities that add up to 1. Usual for the last layer when the target is a class.',
  formula: 'f(x)ᵢ = eˣⁱ / Σⱼ eˣʲ',
  forward: ({ ops }, x) => ops.softmax(x),
  extraValues: 2,
  keras: 'softmax',
  onnx: (writer, x) => writer.node('Softmax', [x], { axis: -1 }),
});
