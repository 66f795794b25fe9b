import { describe, expect, it } from 'vitest';
import { decimate, RunSeries, Series, smoothed } from './series.ts';

describe('Series', () => {
  it('grows as far as a run goes', () => {
    const series = new Series();
    for (let step = 0; step < 100_000; step++) series.add(step, step / 2);
    expect(series.length).toBe(100_000);
    expect(series.values[99_999]).toBe(49_999.5);
  });

  it('takes a step that a resumed run repeats once', () => {
    const series = new Series();
    for (const step of [1, 2, 3, 2, 3, 4]) series.add(step, step * 10);
    expect([...series.steps]).toEqual([1, 2, 3, 4]);
  });

  it('tells the metrics of a run apart', () => {
    const run = new RunSeries();
    run.add([
      { step: 1, name: 'loss', value: 2 },
      { step: 1, name: 'epoch/loss', value: 3 },
      { step: 2, name: 'loss', value: 1 },
    ]);
    expect([...run.of('loss')!.values]).toEqual([2, 1]);
    expect(run.of('epoch/loss')!.length).toBe(1);
    expect(run.of('accuracy')).toBeUndefined();
  });
});

describe('decimate', () => {
  const steps = Float64Array.from({ length: 100_000 }, (_, i) => i);
  const values = steps.map((i) => Math.sin(i / 5000));

  it('leaves a short curve as it is', () => {
    expect(decimate([1, 2, 3], [4, 5, 6], 10)).toEqual({ x: [1, 2, 3], y: [4, 5, 6] });
  });

  it('keeps both ends, the order, and few enough points', () => {
    const { x, y } = decimate(steps, values, 500);
    expect(x.length).toBeLessThanOrEqual(1002);
    expect([x[0], x.at(-1)]).toEqual([0, 99_999]);
    expect(x.every((step, i) => i === 0 || step > x[i - 1]!)).toBe(true);
    expect(y.every((value, i) => value === values[x[i]!])).toBe(true);
  });

  it('loses no spike, however thin', () => {
    const spiked = values.slice();
    spiked[54_321] = 9;
    spiked[54_325] = -9;
    const { y } = decimate(steps, spiked, 200);
    expect(Math.max(...y)).toBe(9);
    expect(Math.min(...y)).toBe(-9);
  });
});

describe('smoothed', () => {
  it('leaves a constant as it is from its first value on', () => {
    for (const value of smoothed([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
  });

  it('weighs as an exponential moving average that is corrected for its start', () => {
    // 0.5: (0.5·0 + 0.5·1) / (1 - 0.5²) and (0.25·0 + ...) by hand.
    const [first, second, third] = smoothed([0, 1, 1], 0.5);
    expect(first).toBe(0);
    expect(second).toBeCloseTo(2 / 3, 12);
    expect(third).toBeCloseTo(6 / 7, 12);
  });

  it('passes over what is not a number', () => {
    expect([...smoothed([2, NaN, 2], 0.9)].map((value) => Number(value.toFixed(9)))).toEqual([2, 2, 2]);
  });
});
