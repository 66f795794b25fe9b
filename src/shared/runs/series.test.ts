import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metric } from '../contract/runs.ts';
import { packed, unpacked } from './packed.ts';
import { isMeasured, MovingAverage, reach, RunSeries, Series } from './series.ts';

const WEIGHTS = [0, 0.9, 0.99];

describe('Series', () => {
  it('is drawn in few points that show all of it, however long it is', () => {
    const series = new Series();
    for (let step = 0; step < 300_000; step++) series.add(step, step === 123_456 ? 7 : Math.sin(step / 9000));
    const { x, y } = series.points();
    expect(x.length).toBeGreaterThan(800);
    expect(x.length).toBeLessThan(1700);
    expect([x[0], x.at(-1)]).toEqual([0, 299_999]);
    expect(Math.max(...y)).toBe(7);
    expect([series.length, series.whole, series.ends]).toEqual([300_000, false, [0, 299_999]]);
    // What is kept and sent of it.
    expect(series.numbers().byteLength).toBeLessThan(26_000);
  });

  it('takes a step that a resumed run repeats once', () => {
    const series = new Series();
    for (const step of [1, 2, 3, 2, 3, 4]) series.add(step, step * 10);
    expect(series.points()).toEqual({ x: [1, 2, 3, 4], y: [10, 20, 30, 40] });
  });

  it('is drawn as an average of all values, also of those that are no points', () => {
    const [series, average] = [new Series(0.99), new MovingAverage(0.99)];
    let last = 0;
    for (let step = 0; step < 5000; step++) {
      series.add(step, step % 7);
      last = average.next(step % 7);
    }
    expect(series.points().y.at(-1)).toBe(last);
  });

  it.each(WEIGHTS)('of a stretch, drawn with %d, has the same values there as the whole', (weight) => {
    const value = (step: number): number => Math.sin(step * step);
    const [from, to] = [30_000, 30_500];
    const average = new MovingAverage(weight);
    const wanted = Array.from({ length: to + 1 }, (_, step) => average.next(value(step))).slice(from);
    const stretch = new Series(weight);
    for (let step = from - reach(weight); step <= to + 100; step++)
      stretch.add(step, value(step), [from, to]);
    const { x, y } = stretch.points();
    expect([x[0], x.at(-1), x.length]).toEqual([from, to, to - from + 1]);
    y.forEach((each, i) => expect(each).toBeCloseTo(wanted[i]!, 12));
  });
});

describe('the series of a run', () => {
  it('are told apart by the names of the metrics', () => {
    const run = new RunSeries();
    run.add([
      { step: 1, name: 'loss', value: 2 },
      { step: 1, name: 'epoch/loss', value: 3 },
      { step: 2, name: 'loss', value: 1 },
    ]);
    expect(run.of('loss')!.points().y).toEqual([2, 1]);
    expect(run.of('epoch/loss')!.length).toBe(1);
    expect(run.of('accuracy')).toBeUndefined();
    expect(run.last).toBe(2);
    expect(new RunSeries().last).toBe(-1);
  });

  it('are measured each step or once an epoch', () => {
    expect(['step', 'epoch', 'any'].map((each) => isMeasured(each as 'step', 'loss'))).toEqual([
      true,
      false,
      true,
    ]);
    expect(['step', 'epoch', 'any'].map((each) => isMeasured(each as 'step', 'epoch/loss'))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('go on elsewhere as they would have here', () => {
    const metrics = fc
      .array(fc.record({ name: fc.constantFrom('loss', 'epoch/loss'), value: fc.double() }), {
        maxLength: 3000,
      })
      .map((all) => all.map((each, step): Metric => ({ ...each, step })));
    fc.assert(
      fc.property(metrics, fc.constantFrom(...WEIGHTS), fc.nat(3000), (all, weight, cut) => {
        const whole = new RunSeries(weight);
        whole.add(all);
        const here = new RunSeries(weight);
        here.add(all.slice(0, cut));
        const { value, bytes } = packed(here.byName);
        // Bytes of a frame begin anywhere.
        const framed = new Uint8Array(bytes.length + 3);
        framed.set(bytes, 3);
        const there = unpacked(value, framed.subarray(3), weight);
        // Some of what is heard while they are on their way is in them already.
        there.add(all.slice(Math.max(0, cut - 5)));
        expect([...there.byName.keys()].sort()).toEqual([...whole.byName.keys()].sort());
        for (const [name, series] of whole.byName)
          expect(there.of(name)!.numbers()).toEqual(series.numbers());
      }),
      { numRuns: 50 },
    );
  });
});

describe('a moving average', () => {
  const averages = (weight: number, values: readonly number[]): number[] => {
    const average = new MovingAverage(weight);
    return values.map((value) => average.next(value));
  };

  it('leaves a constant as it is from its first value on', () => {
    for (const value of averages(0.9, [3, 3, 3, 3])) expect(value).toBeCloseTo(3, 12);
  });

  it('is exponential, and corrected for its start', () => {
    // 0.5: (0.5·0 + 0.5·1) / (1 - 0.5²) and (0.25·0 + ...) by hand.
    const [first, second, third] = averages(0.5, [0, 1, 1]);
    expect(first).toBe(0);
    expect(second).toBeCloseTo(2 / 3, 12);
    expect(third).toBeCloseTo(6 / 7, 12);
  });

  it('passes over what is not a number', () => {
    expect(averages(0.9, [2, NaN, 2]).map((value) => Number(value.toFixed(9)))).toEqual([2, 2, 2]);
  });
});
