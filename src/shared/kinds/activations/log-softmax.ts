import { defineActivation } from '../define.ts';

export const logSoftmax = defineActivation({
  kind: 'logSoftmax',
  label: 'Log softmax',
  doc: 'The logarithm of softmax: log-probabilities over the last axis, exact where a probability is almost zero.',
  formula: 'f(x)ᵢ = xᵢ − ln Σⱼ eˣʲ',
  forward: ({ ops }, x) => ops.logSoftmax(x),
  keras: 'log_softmax',
  onnx: (writer, x) => writer.node('LogSoftmax', [x], { axis: -1 }),
});
