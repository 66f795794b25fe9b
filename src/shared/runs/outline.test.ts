import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate, Outline } from './outline.ts';

describe('decimate', () => {
  const steps = Array.from({ length: 100_000 }, (_, i) => i);
  const values = steps.map((i) => Math.sin(i / 5000));

  it('leaves a short curve as it is', () => {
    expect(decimate([1, 2, 3], [4, 5, 6], 10)).toEqual({ x: [1, 2, 3], y: [4, 5, 6] });
    expect(decimate([], [], 10)).toEqual({ x: [], y: [] });
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

  const BUCKETS = 8;
  /** Values at steps some of which are left out, as curves have them. */
  const curves = fc.array(
    fc.record({
      gap: fc.integer({ min: 1, max: 5 }),
      value: fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 }), fc.constant(NaN)),
    }),
    { maxLength: 300 },
  );
  const pointsOf = (curve: readonly { gap: number; value: number }[]): (readonly [number, number])[] => {
    let x = 0;
    // No minus zero: it is neither lower nor higher than zero.
    return curve.map(({ gap, value }) => [(x += gap), value + 0]);
  };

  it('that goes on from what another was made of is the same as one that took in all, wherever it is cut', () => {
    fc.assert(
      fc.property(curves, fc.array(fc.nat(300), { maxLength: 4 }), (curve, cuts) => {
        const whole = new Outline(BUCKETS);
        let pieces = new Outline(BUCKETS);
        pointsOf(curve).forEach(([x, y], i) => {
          if (cuts.includes(i)) pieces = new Outline(BUCKETS, pieces.numbers());
          whole.add(x, y);
          pieces.add(x, y);
        });
        expect(pieces.numbers()).toEqual(whole.numbers());
        expect(new Outline(BUCKETS, whole.numbers()).points()).toEqual(whole.points());
        expect([pieces.length, pieces.whole, pieces.ends]).toEqual([whole.length, whole.whole, whole.ends]);
      }),
    );
  });

  it('has of each stretch the lowest and the highest, and nothing that is no point of the curve', () => {
    fc.assert(
      fc.property(curves, (curve) => {
        const outline = new Outline(BUCKETS);
        const all = pointsOf(curve);
        for (const point of all) outline.add(...point);
        // Stretches are of equally many values: the least power of two with which there are few enough.
        let size = 1;
        while (Math.ceil(all.length / size) > BUCKETS) size *= 2;
        const { x, y } = outline.points();
        const drawn = x.map((at, i) => [at, y[i]!] as const);
        for (const [at, value] of drawn) expect(all.find(([x]) => x === at)![1]).toBe(value);
        for (let from = 0; from < all.length; from += size) {
          const stretch = all.slice(from, from + size);
          const values = stretch.map(([, value]) => value).filter((value) => !Number.isNaN(value));
          const seen = drawn
            .filter(([at]) => at >= stretch[0]![0] && at <= stretch.at(-1)![0])
            .map(([, value]) => value);
          if (values.length > 0)
            expect(seen).toEqual(expect.arrayContaining([Math.min(...values), Math.max(...values)]));
        }
        expect(outline.length).toBe(all.length);
        expect(outline.whole).toBe(all.length <= BUCKETS);
        if (outline.whole) expect(drawn).toEqual(all);
      }),
    );
  });
});
