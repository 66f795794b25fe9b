import { defineLoss } from '../define.ts';

export const sparseCategoricalCrossentropy = defineLoss({
  kind: 'sparseCategoricalCrossentropy',
  label: 'Cross-entropy',
  doc: 'How surprised the network is by the right class: 0 when it gave it probability 1, and more the less it gave.',
  formula: '−log softmax(z)[y]',
  targets: ['category'],
  onLogits: true,
  rows: ({ ops }, logits, labels) => ops.sparseSoftmaxCrossEntropy(logits, labels),
});
