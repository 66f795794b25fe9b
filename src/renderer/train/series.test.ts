import { describe, expect, it } from 'vitest';
import { RunSeries, Series, smoothed } from './series.ts';

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
