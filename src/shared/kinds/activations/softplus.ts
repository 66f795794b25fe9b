import { defineActivation } from '../define.ts';

export const softplus = defineActivation({
  kind: 'softplus',
  label: 'Softplus',
  doc: 'A smooth ReLU that is always above zero: for outputs that must be positive.',
  formula: 'f(x) = ln(1 + eˣ)',
  forward: ({ ops }, x) => ops.softplus(x),
  extraValues: 1,
  keras: 'softplus',
  onnx: (writer, x) => writer.node('Softplus', [x]),
});
