import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { permutation, philox, randomStream } from './random.ts';

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
