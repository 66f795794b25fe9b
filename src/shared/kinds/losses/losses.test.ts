import { describe, expect, test } from 'vitest';
import type { AnyLoss } from '../define.ts';
import { output } from '../layers/output.ts';
import { defaults, paramsSchema, shownParams } from '../params.ts';
import type { Param } from '../params.ts';
import { lossOf, lossParams, losses } from './index.ts';

const all = losses as readonly AnyLoss[];
const outputParams = output.params as Readonly<Record<string, Param<unknown>>>;

test('names are unique, and every loss is found by its own', () => {
  expect(new Set(all.map(({ kind }) => kind)).size).toBe(all.length);
  for (const loss of all) expect(lossOf(loss.kind)).toBe(loss);
  expect(lossOf('none')).toBeUndefined();
});

test('where nothing is chosen, classes learn by cross-entropy and numbers by squared error', () => {
  const first = (target: 'category' | 'number') => all.find(({ targets }) => targets.includes(target))!.kind;
  expect(first('category')).toBe('sparseCategoricalCrossentropy');
  expect(first('number')).toBe('meanSquaredError');
});

describe('the output layer has every parameter of the losses', () => {
  test.for(all)('$kind', (loss) => {
    for (const [name, param] of Object.entries(loss.params as Record<string, Param<unknown>>)) {
      expect(outputParams[name]).toMatchObject({ label: param.label, default: param.default });
    }
    const values = paramsSchema(outputParams).parse({ loss: loss.kind });
    expect(lossParams(loss, values)).toEqual(defaults(loss.params));
    const shown = shownParams(outputParams, values).map(([name]) => name);
    expect(shown.sort()).toEqual(
      ['classWeights', 'k', 'loss', 'normalise', ...Object.keys(loss.params)].sort(),
    );
  });
});

test('an output without a word about its loss is what it was', () => {
  expect(paramsSchema(outputParams).parse({})).toMatchObject({ loss: 'auto', labelSmoothing: 0 });
});
