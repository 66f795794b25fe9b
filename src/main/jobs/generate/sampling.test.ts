import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '../../../shared/random.ts';
import { softmax } from '../model/probabilities.ts';
import { candidates, draw } from './sampling.ts';

const logarithms = fc.array(fc.double({ min: -30, max: 10, noNaN: true }), { minLength: 1, maxLength: 40 });
const settings = fc.record({
  temperature: fc.double({ min: 0.05, max: 5, noNaN: true }),
  topK: fc.option(fc.integer({ min: 1, max: 50 })),
  topP: fc.option(fc.double({ min: 0.01, max: 1, noNaN: true })),
});
const all = { temperature: 1, topK: null, topP: null };

test('candidates are in order, have a probability of 1 together and keep their proportions', () => {
  fc.assert(
    fc.property(logarithms, settings, (values, chosen) => {
      const found = candidates(values, chosen);
      expect(found.length).toBeGreaterThan(0);
      expect(found.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 10);
      for (const [i, { id, probability }] of found.entries()) {
        const before = found[i - 1];
        if (before) expect(values[before.id]).toBeGreaterThanOrEqual(values[id]!);
        const ratio = Math.exp((values[id]! - values[found[0]!.id]!) / chosen.temperature);
        expect(probability / found[0]!.probability).toBeCloseTo(ratio, 8);
      }
    }),
  );
});

test('top-k keeps so many, and none that is less likely than one left out', () => {
  fc.assert(
    fc.property(logarithms, fc.integer({ min: 1, max: 50 }), (values, topK) => {
      const found = candidates(values, { ...all, topK });
      expect(found).toHaveLength(Math.min(topK, values.length));
      const kept = new Set(found.map(({ id }) => id));
      const left = values.filter((_, id) => !kept.has(id));
      const least = Math.min(...found.map(({ id }) => values[id]!));
      for (const value of left) expect(value).toBeLessThanOrEqual(least);
    }),
  );
});

test('top-p keeps the fewest that have the probability', () => {
  fc.assert(
    fc.property(logarithms, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (values, topP) => {
      const found = candidates(values, { ...all, topP });
      const whole = softmax(values);
      const sum = found.reduce((total, { id }) => total + whole[id]!, 0);
      expect(sum).toBeGreaterThanOrEqual(topP - 1e-9);
      expect(sum - whole[found.at(-1)!.id]!).toBeLessThan(topP + 1e-9);
    }),
  );
});

test('a temperature of 0 takes the likeliest, of equal ones the first; a token that may not come never does', () => {
  expect(candidates([1, 3, 3, 2], { ...all, temperature: 0 })).toEqual([{ id: 1, probability: 1 }]);
  const found = candidates([-Infinity, 0, -Infinity, 0], { temperature: 2, topK: 4, topP: 1 });
  expect(found.map(({ id }) => id)).toEqual([1, 3]);
});

test('draws fall on candidates as often as they are likely', () => {
  const from = candidates([0, 1, 2, -1], all);
  const random = randomStream(5, 'draws');
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 20_000; i++) counts[draw(from, random.uniform())]!++;
  for (const { id, probability } of from) expect(counts[id]! / 20_000).toBeCloseTo(probability, 1.7);
  expect(draw(from, 1 - 2 ** -32)).toBe(3);
  expect(draw(from, 0)).toBe(2);
});
