import { describe, expect, it } from 'vitest';
import { movingAverage, RunSeries, Series } from './series.ts';

describe('Series', () => {
  it('grows as far as a run goes', () => {
    const series = new Series();
    for (let step = 0; step < 100_000; step++) series.add(step, step / 2);
    expect(series.length).toBe(100_000);
    expect(series.values[99_999]).toBe(49_999.5);
  });

  it('is drawn in few points that show all of it, however long it is and whatever it was drawn as before', () => {
    const whole = new Series();
    const growing = new Series();
    for (let step = 0; step < 300_000; step++) {
      const value = step === 123_456 ? 7 : Math.sin(step / 9000);
      for (const series of [whole, growing]) series.add(step, value);
      if (step % 10_000 === 0) for (const weight of [0, 0.99]) growing.drawn(weight);
    }
    const { x, y } = whole.drawn();
    expect(x.length).toBeGreaterThan(800);
    expect(x.length).toBeLessThan(1700);
    expect([x[0], x.at(-1)]).toEqual([0, 299_999]);
    expect(Math.max(...y)).toBe(7);
    for (const weight of [0, 0.99]) expect(growing.drawn(weight)).toEqual(whole.drawn(weight));
  });

  it('is drawn as asked, however often its smoothing is changed while it grows', () => {
    const [whole, growing] = [new Series(), new Series()];
    for (let step = 0; step < 2000; step++) {
      for (const series of [whole, growing]) series.add(step, Math.cos(step / 30));
      growing.drawn((step % 100) / 100);
    }
    for (const weight of [0.98, 0.5, 0]) expect(growing.drawn(weight)).toEqual(whole.drawn(weight));
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

describe('a moving average', () => {
  it('leaves a constant as it is from its first value on', () => {
    for (const value of [3, 3, 3, 3].map(movingAverage(0.9))) expect(value).toBeCloseTo(3, 12);
  });

  it('is exponential, and corrected for its start', () => {
    // 0.5: (0.5·0 + 0.5·1) / (1 - 0.5²) and (0.25·0 + ...) by hand.
    const [first, second, third] = [0, 1, 1].map(movingAverage(0.5));
    expect(first).toBe(0);
    expect(second).toBeCloseTo(2 / 3, 12);
    expect(third).toBeCloseTo(6 / 7, 12);
  });

  it('passes over what is not a number', () => {
    expect([2, NaN, 2].map(movingAverage(0.9)).map((value) => Number(value.toFixed(9)))).toEqual([2, 2, 2]);
  });
});
