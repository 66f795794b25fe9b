import { describe, expect, it } from 'vitest';
import { decimate } from './decimate.ts';

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
