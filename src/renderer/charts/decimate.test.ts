import { describe, expect, it } from 'vitest';
import { decimate, Outline } from './decimate.ts';

describe('decimate', () => {
  const steps = Array.from({ length: 100_000 }, (_, i) => i);
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

  it('shows what is beside what is not a number', () => {
    const holed = values.map((value, i) => (i % 3 === 0 ? NaN : value));
    const { y } = decimate(steps, holed, 100);
    expect(y.filter(Number.isFinite).length).toBeGreaterThan(100);
    expect(Math.max(...y.filter(Number.isFinite))).toBeCloseTo(1, 6);
  });
});

describe('Outline', () => {
  it('has few points and both ends, however far it has grown', () => {
    const outline = new Outline(10);
    for (let i = 0; i < 5000; i++) {
      outline.add(i, i % 7);
      const { x } = outline.points();
      expect(x.length).toBeLessThanOrEqual(22);
      expect([x[0], x.at(-1)]).toEqual([0, i]);
    }
  });
});
