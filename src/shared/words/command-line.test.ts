import { expect, test } from 'vitest';
import { commandWords } from './command-line.ts';

test('metrics that are a part of all rows are written as per cent, as in the window', () => {
  const { metric } = commandWords;
  expect(metric('validation/recall', 0.8056)).toBe('validation/recall 80.56\u202f%');
  expect(metric('test Species/f1Score', 1)).toBe('test Species/f1Score 100.00\u202f%');
  expect(metric('accuracy', 0.5, 500)).toBe('accuracy 50.00\u202f% (of the first 500 rows)');
  expect(metric('auc', 0.75)).toBe('auc 0.75');
  expect(metric('test loss', 0.25)).toBe('test loss 0.25');
});

test('what a layer gives besides its output is told by its name', () => {
  const { probeTensor } = commandWords;
  expect(probeTensor({ name: 'output', what: 'value', pass: null })).toBe('output');
  expect(probeTensor({ name: 'cell', what: 'gradient', pass: 'made' })).toBe('gradient by cell (made)');
  expect(probeTensor({ name: 'logits', what: 'value', pass: 'real' })).toBe('logits (real)');
});
