import { defineActivation } from '../define.ts';

export const relu = defineActivation({
  kind: 'relu',
  label: 'ReLU',
  doc: 'Keeps positive values and sets negative ones to zero. The usual choice for hidden layers.',
  formula: 'f(x) = max(0, x)',
  forward: ({ ops }, x) => ops.relu(x),
  keras: 'relu',
  onnx: (writer, x) => writer.node('Relu', [x]),
});
