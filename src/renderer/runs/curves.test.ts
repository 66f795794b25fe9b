import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { ticks } from '../charts/ticks.ts';
import { differing, epochCurves, mainCurve, polyline } from './curves.ts';

test('curves follow the steps, and an epoch that was trained again counts once', () => {
  const metrics = [
    { step: 10, name: 'epoch/loss', value: 2 },
    { step: 20, name: 'epoch/loss', value: 1.5 },
    { step: 10, name: 'validation/accuracy', value: 0.5 },
    { step: 20, name: 'epoch/loss', value: 1 },
  ];
  expect(epochCurves(metrics)).toEqual({ 'epoch/loss': [2, 1], 'validation/accuracy': [0.5] });
});

test('the small curve shows how well it does on rows it does not learn from', () => {
  expect(mainCurve({ 'epoch/loss': [1], 'validation/accuracy': [0.5] })?.name).toBe('validation/accuracy');
  expect(mainCurve({ 'epoch/loss': [1] })?.name).toBe('epoch/loss');
  expect(mainCurve({})).toBeNull();
});

describe('a line of points', () => {
  const box = { width: 100, height: 10, low: 0, high: 1 };
  test('runs from edge to edge, high values up', () =>
    expect(polyline([0, 0.5, 1], box)).toBe('0.0,10.0 50.0,5.0 100.0,0.0'));
  test('of fewer epochs than others have ends where they are', () =>
    expect(polyline([0, 1], { ...box, count: 3 })).toBe('0.0,10.0 50.0,0.0'));
  test('of equal values is drawn, not divided by zero', () =>
    expect(polyline([2, 2], { ...box, low: 2, high: 2 })).toBe('0.0,10.0 100.0,10.0'));
});

test.each([
  [0.2, 0.98, [0.2, 0.4, 0.6, 0.8, 1]],
  [0.02, 2.3, [0, 1, 2, 3]],
  [5, 5, [4, 6]],
])('marks from %d to %d are round and cover it', (low, high, marks) => {
  const found = ticks(low, high);
  expect(found[0]).toBeLessThanOrEqual(low);
  expect(found.at(-1)).toBeGreaterThanOrEqual(high);
  if (low !== high) expect(found).toEqual(marks);
});

test('settings that are the same in all runs do not stand out', () => {
  const run = (seed: number, optimizer: string): RunSummary =>
    ({
      dataset: { id: 'd', name: 'digits' },
      parameters: 10,
      epochs: 5,
      batchSize: 32,
      optimizer,
      learningRate: 0.1,
      seed,
    }) as RunSummary;
  expect([...differing([run(1, 'adam'), run(2, 'adam')])]).toEqual(['seed']);
  expect([...differing([run(1, 'adam'), run(1, 'sgd')])]).toEqual(['optimizer']);
});
