import { defineActivation } from '../define.ts';

/** Keras' default slope. */
const SLOPE = 0.2;

export const leakyRelu = defineActivation({
  kind: 'leakyRelu',
  label: 'Leaky ReLU',
  doc: 'Like ReLU, but negative values keep a fifth of their size, so a unit can never stop learning.',
  formula: 'f(x) = x for x ≥ 0, 0.2 · x otherwise',
  forward: ({ ops }, x) => ops.leakyRelu(x, SLOPE),
  keras: 'leaky_relu',
  onnx: (writer, x) => writer.node('LeakyRelu', [x], { alpha: SLOPE }),
});
