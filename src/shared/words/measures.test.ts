import { expect, test } from 'vitest';
import { metricLabel, metricWords, metricWriter } from './measures.ts';
import { percent } from './numbers.ts';

test('a metric says the values of its parameters', () => {
  expect(metricLabel('topKCategoricalAccuracy@3')).toBe('Top-3 accuracy');
  expect(metricLabel('topKCategoricalAccuracy')).toBe('Top-5 accuracy');
  expect(metricWords('topKCategoricalAccuracy@3').doc).toContain('among the 3 most likely ones');
  expect(metricWriter('topKCategoricalAccuracy@3')).toBe(percent);
});

test('with several outputs the output’s name stands before', () => {
  expect(metricLabel('Species/topKCategoricalAccuracy@3')).toBe('Species: Top-3 accuracy');
  expect(metricLabel('Species/loss')).toBe('Species: Loss');
});
