import { defineActivation } from '../define.ts';

export const hardSigmoid = defineActivation({
  kind: 'hardSigmoid',
  label: 'Hard sigmoid',
  doc: 'A sigmoid made of three straight lines: 0 below −3, 1 above 3. Cheaper than the smooth one.',
  formula: 'f(x) = min(max(x + 3, 0), 6) / 6',
  forward: ({ tf, ops }, x) => tf.div(ops.relu6(tf.add(x, 3)), 6),
  extraValues: 2,
  keras: 'hard_sigmoid',
  onnx: (writer, x) => writer.node('HardSigmoid', [x], { alpha: 1 / 6, beta: 0.5 }),
});
