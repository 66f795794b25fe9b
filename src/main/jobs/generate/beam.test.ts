import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashText } from '../../../shared/random.ts';
import { beamSearch } from './beam.ts';
import type { Sequence } from './beam.ts';

const TOKENS = 3;
const [START, END] = [0, 2];

/** Logarithms of some probabilities of the next token, by what came before. */
function language(seed: number): (tokens: readonly number[]) => number[] {
  return (tokens) => {
    const weights = Array.from(
      { length: TOKENS },
      (_, id) => 1 + (hashText(`${seed}/${tokens.join()}/${id}`) % 1000),
    );
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => Math.log(weight / sum));
  };
}

/** Every sequence of at most so many tokens, with its score. */
function every(of: (tokens: readonly number[]) => number[], most: number, power: number): Sequence[] {
  const found: Sequence[] = [];
  const go = (tokens: number[], sum: number): void => {
    of(tokens).forEach((logarithm, id) => {
      const [next, total] = [[...tokens, id], sum + logarithm];
      const score = total / (next.length - 1) ** power;
      if (id === END) found.push({ tokens: next.slice(1, -1), score, ended: true });
      else if (next.length - 1 === most) found.push({ tokens: next.slice(1), score, ended: false });
      else go(next, total);
    });
  };
  go([START], 0);
  return found;
}

const search = (seeds: readonly number[], width: number, most: number, lengthPower: number) =>
  beamSearch(seeds.length, { start: START, end: END, most, width, lengthPower }, (beginnings) =>
    beginnings.map(({ source, tokens }) => language(seeds[source]!)(tokens)),
  );

const seed = fc.integer({ min: 0, max: 1e6 });
const power = fc.constantFrom(0, 0.7, 1);

test('a beam as wide as there are sequences finds all of them, the best first', () => {
  fc.assert(
    fc.property(seed, power, (one, lengthPower) => {
      const wanted = every(language(one), 4, lengthPower).sort((a, b) => b.score - a.score);
      const [found] = search([one], 1000, 4, lengthPower);
      expect(found!.map(({ score }) => score)).toEqual(wanted.map(({ score }) => expect.closeTo(score, 10)));
      expect(found![0]!.tokens).toEqual(wanted[0]!.tokens);
    }),
    { numRuns: 30 },
  );
});

test('a beam of 1 takes the likeliest token each time', () => {
  fc.assert(
    fc.property(seed, (one) => {
      const tokens = [START];
      while (tokens.length <= 6 && (tokens.length === 1 || tokens.at(-1) !== END)) {
        const next = language(one)(tokens);
        tokens.push(next.indexOf(Math.max(...next)));
      }
      const [found] = search([one], 1, 6, 1);
      expect(found).toHaveLength(1);
      expect([START, ...found![0]!.tokens, ...(found![0]!.ended ? [END] : [])]).toEqual(tokens);
    }),
  );
});

test('many sources side by side are answered as each alone', () => {
  fc.assert(
    fc.property(
      fc.array(seed, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 4 }),
      (seeds, width) => {
        expect(search(seeds, width, 5, 1)).toEqual(seeds.map((one) => search([one], width, 5, 1)[0]));
      },
    ),
    { numRuns: 50 },
  );
});
