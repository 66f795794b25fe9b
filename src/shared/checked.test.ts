import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checked, refusedText } from './checked.ts';
import { layers } from './kinds/layers/index.ts';
import { optimizers } from './kinds/optimizers/index.ts';
import { paramsSchema } from './kinds/params.ts';
import { schedules } from './kinds/schedules/index.ts';
import { projectSchema } from './network/document.ts';
import { german } from './words/de/index.ts';
import { speak } from './words/language.ts';
import { told } from './words/told.ts';

afterEach(() => speak('en', {}));

const says = (schema: z.ZodType<unknown>, value: unknown): string => {
  const result = checked(schema, value);
  return result.ok ? '' : told(refusedText(result.error));
};

const one = z.strictObject({
  size: z.number().int().min(1).max(5).default(2),
  rate: z.number().positive().lt(1).default(0.5),
  name: z.string().min(1).max(3).default('a'),
  mode: z.enum(['same', 'valid']).default('same'),
  list: z.array(z.number()).length(2).default([1, 2]),
  either: z.union([z.number(), z.strictObject({ deep: z.number() })]).default(1),
  on: z.boolean(),
});

test.each([
  [{ on: true }, ''],
  [{}, 'at on, it is missing'],
  [3, 'an object with keys is needed'],
  [{ on: 'yes' }, 'at on, true or false is needed'],
  [{ on: true, size: '3' }, 'at size, a number is needed'],
  [{ on: true, size: 2.5 }, 'at size, a whole number is needed'],
  [{ on: true, size: 0 }, 'at size, at least 1 is needed'],
  [{ on: true, size: 6 }, 'at size, at most 5 is possible'],
  [{ on: true, rate: 0 }, 'at rate, a number above 0 is needed'],
  [{ on: true, rate: 1 }, 'at rate, a number below 1 is needed'],
  [{ on: true, name: '' }, 'at name, it must not be empty'],
  [{ on: true, name: 'abcd' }, 'at name, it may be at most 3 characters long'],
  [{ on: true, mode: 'other' }, 'at mode, it must be one of same, valid'],
  [{ on: true, list: [1] }, 'at list, exactly 2 entries must be there'],
  [{ on: true, list: [1, 'b'] }, 'at list.1, a number is needed'],
  [{ on: true, either: 'x' }, 'at either, it is in none of the forms that it can have'],
  [{ on: true, either: { deep: 'x' } }, 'at either.deep, a number is needed'],
  [{ on: true, more: 1 }, 'at more, this version does not know it'],
])('%j: %s', (value, sentence) => {
  expect(says(one, value)).toBe(sentence);
});

describe('whatever stands where something else is needed', () => {
  const anyValue = fc.oneof(
    fc.constantFrom(-7, 0, 2.5, 1e12, '', 'abc', true, null, [], {}, [0], [9, 1], { layers: 1 }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const kinds = [...layers, ...optimizers, ...schedules].filter(
    ({ params }) => Object.keys(params).length > 0,
  );

  test('a kind refuses it in words of ours, in both languages', () => {
    const damaged = fc
      .constantFrom(...kinds)
      .chain((kind) =>
        fc.tuple(
          fc.constant(kind),
          fc.dictionary(fc.constantFrom(...Object.keys(kind.params)), anyValue, { minKeys: 1, maxKeys: 2 }),
        ),
      );
    fc.assert(
      fc.property(damaged, ([kind, params]) => {
        const result = checked(paramsSchema(kind.params), params);
        if (result.ok) return;
        const { reason } = result.error;
        speak('en', {});
        const english = told(reason);
        speak('de', german);
        expect(told(reason)).not.toBe(english);
        expect(`${english} ${told(reason)}`).not.toMatch(/Invalid|expected|received|undefined|NaN|\[object/);
      }),
      { numRuns: 1000 },
    );
  });

  test('a project refuses it too', () => {
    const broken = fc.tuple(fc.constantFrom(...Object.keys(projectSchema.shape)), anyValue);
    fc.assert(
      fc.property(broken, ([key, value]) => {
        expect(says(projectSchema, { format: 'neuroloom-project', version: 1, [key]: value })).not.toMatch(
          /Invalid|expected|received|undefined|NaN|\[object/,
        );
      }),
    );
  });
});
