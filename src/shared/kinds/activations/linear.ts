import { defineActivation } from '../define.ts';

export const linear = defineActivation({
  kind: 'linear',
  label: 'Linear',
  doc: 'Leaves every value as it is. Usual for the last layer when the target is a number.',
  formula: 'f(x) = x',
  forward: (_context, x) => x,
  keras: 'linear',
  onnx: (_writer, x) => x,
});
