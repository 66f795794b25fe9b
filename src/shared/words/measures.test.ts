import { expect, test } from 'vitest';
import { epochMeasures, metricLabel, metricWords, metricWriter } from './measures.ts';
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

test('what is measured each epoch comes in the order in which metrics are shown', () => {
  const names = [
    'loss',
    'epoch/learningRate',
    'epoch/topKCategoricalAccuracy@3',
    'epoch/accuracy',
    'epoch/loss',
    'validation/precision',
    'validation/accuracy',
    'validation/loss',
  ];
  const trained = ['loss', 'accuracy', 'topKCategoricalAccuracy@3'];
  expect(epochMeasures(names)).toEqual([...trained, 'precision', 'learningRate']);
  expect(epochMeasures(names, ['epoch'])).toEqual([...trained, 'learningRate']);
  expect(epochMeasures(['epoch/A/loss', 'epoch/B/accuracy', 'epoch/loss'])).toEqual([
    'loss',
    'A/loss',
    'B/accuracy',
  ]);
});

test('what a recipe measures has a name', () => {
  expect(metricLabel('generatorLoss')).toBe('Generator loss');
});
