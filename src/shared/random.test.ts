import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computedOrder, KEPT_ORDER, permutation, philox, randomStream, shuffled } from './random.ts';

describe('philox', () => {
  // Known answers of the generator's authors (Random123, kat_vectors, philox4x32-10).
  test('gives the published numbers', () => {
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    const ones = 0xffffffff;
    expect(philox([ones, ones, ones, ones], [ones, ones])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ]);
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });
});

describe('randomStream', () => {
  test('depends on seed and stream, and on nothing else', () => {
    const take = (seed: number, stream: string): number[] => {
      const random = randomStream(seed, stream);
      return Array.from({ length: 9 }, () => random.next());
    };
    expect(take(1, 'a')).toEqual(take(1, 'a'));
    expect(take(1, 'a')).not.toEqual(take(2, 'a'));
    expect(take(1, 'a')).not.toEqual(take(1, 'b'));
  });

  test('normal numbers have mean 0 and deviation 1', () => {
    const random = randomStream(7, 'normal');
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});

describe('permutation', () => {
  test('holds every index once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 0xffffffff }),
        (count, seed) => {
          const sorted = [...permutation(count, seed, 'epoch 1')].sort((a, b) => a - b);
          expect(sorted).toEqual(Array.from({ length: count }, (_, i) => i));
        },
      ),
    );
  });
});

describe('an order that is computed', () => {
  const orderOf = (count: number, seed: number, stream: string): number[] => {
    const at = computedOrder(count, seed, stream);
    return Array.from({ length: count }, (_, place) => at(place));
  };
  const seeds = fc.integer({ min: 0, max: 0xffffffff });

  test('holds every index once, for any count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), seeds, (count, seed) => {
        const sorted = orderOf(count, seed, 'epoch/1').sort((a, b) => a - b);
        expect(sorted).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
  });

  test('never gives one index twice of counts as large as there are rows', () => {
    const most = 2 ** 31 - 1;
    fc.assert(
      fc.property(fc.integer({ min: KEPT_ORDER, max: most }), seeds, fc.nat(), (count, seed, from) => {
        const at = computedOrder(count, seed, 'epoch/1');
        const found = Array.from({ length: 2000 }, (_, i) => at((from + i) % count));
        expect(new Set(found).size).toBe(2000);
        expect(found.every((index) => Number.isInteger(index) && index >= 0 && index < count)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('is the same by seed and stream, and another by others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 3000 }), seeds, fc.nat(1000), (count, seed, epoch) => {
        const order = orderOf(count, seed, `epoch/${epoch}`);
        expect(orderOf(count, seed, `epoch/${epoch}`)).toEqual(order);
        expect(orderOf(count, seed, `epoch/${epoch + 1}`)).not.toEqual(order);
        expect(orderOf(count, (seed + 1) % 2 ** 32, `epoch/${epoch}`)).not.toEqual(order);
      }),
    );
  });

  test('mixes: batches have their share of each part of a file, and neighbours are strangers', () => {
    const [count, batch, parts] = [100_000, 100, 10];
    const order = orderOf(count, 7, 'epoch/3');
    // Chance gives a part 10 of a batch's rows, with a variance of 9.
    let squares = 0;
    for (let from = 0; from < count; from += batch) {
      const seen = new Array<number>(parts).fill(0);
      for (const index of order.slice(from, from + batch)) seen[Math.floor((index * parts) / count)]!++;
      squares += seen.reduce((sum, rows) => sum + (rows - batch / parts) ** 2, 0);
    }
    expect(squares / count).toBeGreaterThan(0.85);
    expect(squares / count).toBeLessThan(0.95);
    const middle = (count - 1) / 2;
    const covariance = order.reduce(
      (sum, index, i) => sum + (index - middle) * ((order[i + 1] ?? middle) - middle),
      0,
    );
    expect(Math.abs(covariance / (count * (count ** 2 / 12)))).toBeLessThan(0.015);
  });

  test('takes the place of one that is kept where there are too many to keep', () => {
    const few = shuffled(1000, 5, 'split');
    expect(Int32Array.from({ length: 1000 }, (_, place) => few(place))).toEqual(
      permutation(1000, 5, 'split'),
    );
    const [many, computed] = [shuffled, computedOrder].map((of) => of(KEPT_ORDER + 1, 5, 'split'));
    for (let place = 0; place < 100; place++) expect(many!(place)).toBe(computed!(place));
  });
});
