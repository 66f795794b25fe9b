import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { RunSeries } from '../../shared/runs/series.ts';
import { RunCurves } from '../charts/run-curves.ts';
import type { Numbers } from '../charts/run-curves.ts';
import type { Range } from '../charts/plot.ts';
import { ticks } from '../charts/ticks.ts';
import { differing, epochCurve, mainCurve, polyline } from './curves.ts';

const measured = (
  ...metrics: readonly (readonly [name: string, step: number, value: number])[]
): RunCurves => {
  const run = new RunSeries();
  run.add(metrics.map(([name, step, value]) => ({ name, step, value })));
  const valuesOf = (wanted: string, [from, to]: Range = [-Infinity, Infinity]) => {
    const values = metrics.filter(([name, step]) => name === wanted && step >= from && step <= to);
    return Promise.resolve({ x: values.map(([, step]) => step), y: values.map(([, , value]) => value) });
  };
  const numbers: Numbers = { of: 'run', whole: valuesOf, stretch: valuesOf };
  return new RunCurves(run, numbers);
};

test('curves go over the epochs, also where one could not be measured', async () => {
  const run = measured(
    ['epoch/loss', 10, 2],
    ['epoch/loss', 20, 1],
    ['validation/accuracy', 20, 0.5],
    ['epoch/loss', 30, 0.5],
  );
  const loss = epochCurve(run, 'epoch/loss')!;
  expect(loss.points).toEqual({ x: [1, 2, 3], y: [2, 1, 0.5] });
  expect(await loss.whole!()).toEqual(loss.points);
  expect(loss.closer).toBeUndefined();
  expect(epochCurve(run, 'validation/accuracy')?.points).toEqual({ x: [2], y: [0.5] });
  expect(epochCurve(run, 'validation/loss')).toBeNull();
});

test('a curve of many epochs is drawn in few points, looked at closely in more, and all of them can be saved', async () => {
  const epochs = Array.from({ length: 20_000 }, (_, i) => ['epoch/loss', 4 * (i + 1), 1 / (i + 1)] as const);
  const { points, whole, closer } = epochCurve(measured(...epochs), 'epoch/loss')!;
  expect(points.x.length).toBeLessThan(2000);
  expect([points.x[0], points.x.at(-1)]).toEqual([1, 20_000]);
  expect((await whole!()).x).toHaveLength(20_000);
  expect((await closer!.at([4001.5, 4004])).x).toEqual([4002, 4003, 4004]);
});

test('the small curve shows how well it does on rows it does not learn from', () => {
  const loss = ['epoch/loss', 1, 1] as const;
  expect(mainCurve(measured(loss, ['validation/accuracy', 1, 0.5]))?.name).toBe('validation/accuracy');
  expect(mainCurve(measured(loss))?.name).toBe('epoch/loss');
  expect(mainCurve(measured())).toBeNull();
});

describe('a line of points', () => {
  const box = { width: 100, height: 10 };
  test('runs from edge to edge, high values up', () =>
    expect(polyline({ x: [1, 3, 5], y: [0, 0.5, 1] }, box)).toBe('0.0,10.0 50.0,5.0 100.0,0.0'));
  test('that are not as far from each other stands where they are', () =>
    expect(polyline({ x: [1, 2, 5], y: [0, 0, 1] }, box)).toBe('0.0,10.0 25.0,10.0 100.0,0.0'));
  test('of equal values is drawn, not divided by zero', () =>
    expect(polyline({ x: [1, 2], y: [2, 2] }, box)).toBe('0.0,10.0 100.0,10.0'));
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
