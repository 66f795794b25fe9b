import { defineActivation } from '../define.ts';

const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

export const selu = defineActivation({
  kind: 'selu',
  label: 'SELU',
  doc: 'A scaled ELU that keeps values near mean 0 and variance 1 from layer to layer.',
  formula: 'f(x) = 1.0507 · x for x ≥ 0, 1.0507 · 1.6733 · (eˣ − 1) otherwise',
  forward: ({ ops }, x) => ops.selu(x),
  keras: 'selu',
  onnx: (writer, x) => writer.node('Selu', [x], { alpha: ALPHA, gamma: SCALE }),
});
