import { expect, test } from 'vitest';
import type { CategoryColumn } from '../../shared/data/manifest.ts';
import { randomStream } from '../../shared/random.ts';
import { answered, draw, placeOfRow, unseenRows } from './unseen.ts';

const training = { validationFraction: 0.1, testFraction: 0.2, seed: 1 };
const whole = { splits: { train: [0, 50], validation: [50, 50], test: [50, 50] } } as const;
const divided = { splits: { train: [0, 50], validation: [50, 60], test: [60, 80] } } as const;
const splitsOf = ({ splits }: typeof whole | typeof divided) =>
  ({
    order: 'rows' as const,
    splits: { train: [...splits.train], validation: [...splits.validation], test: [...splits.test] },
  }) as Parameters<typeof unseenRows>[0];

test('the test rows of the files, or those that the run held back by its seed', () => {
  expect([...unseenRows(splitsOf(divided), training)]).toEqual(Array.from({ length: 20 }, (_, i) => 60 + i));
  const held = unseenRows(splitsOf(whole), training);
  expect(held).toHaveLength(10);
  expect(unseenRows(splitsOf(whole), training)).toEqual(held);
  expect(unseenRows(splitsOf(whole), { ...training, seed: 2 })).not.toEqual(held);
});

test('where nothing was held back to test, other rows are tried', () => {
  expect(unseenRows(splitsOf(whole), { ...training, testFraction: 0 })).toHaveLength(5);
  expect(unseenRows(splitsOf(whole), { validationFraction: 0, testFraction: 0, seed: 1 })).toHaveLength(50);
});

test('a window begins where it ends within its split', () => {
  expect([...unseenRows(splitsOf(divided), training, 19)]).toEqual([60, 61]);
  expect(unseenRows(splitsOf(divided), training, 21)).toHaveLength(30);
});

test('an answer is about the target with its classes, where only one has them', () => {
  const column = (name: string, ...classes: string[]): CategoryColumn => ({
    type: 'category',
    name,
    file: `${name}.i32`,
    classes,
    counts: { train: [], validation: [], test: [] },
  });
  const columns = [
    column('mood', 'bad', 'good'),
    column('size', 'big', 'small'),
    column('other', 'bad', 'good'),
  ];
  const of = (targets: Record<string, string>, classes: readonly string[] | null): string | undefined =>
    answered({ data: { dataset: null, inputs: {}, targets } }, { columns }, { classes })?.name;
  expect(of({ a: 'mood', b: 'size' }, ['big', 'small'])).toBe('size');
  expect(of({ a: 'mood', b: 'size' }, ['bad', 'good'])).toBe('mood');
  expect(of({ a: 'mood', b: 'other' }, ['bad', 'good'])).toBeUndefined();
  expect(of({ a: 'mood' }, null)).toBeUndefined();
});

test('rows are drawn once each, and no more than there are', () => {
  const { uniform } = randomStream(7, 'draw');
  const rows = Int32Array.from([3, 5, 8, 13]);
  expect(draw(rows, 9, uniform)).toEqual([3, 5, 8, 13]);
  const two = draw(rows, 2, uniform);
  expect(new Set(two).size).toBe(2);
  expect(two.every((row) => rows.includes(row))).toBe(true);
});

test('a row is found in its split', () => {
  expect(placeOfRow(splitsOf(divided), 0)).toEqual({ split: 'train', from: 0 });
  expect(placeOfRow(splitsOf(divided), 60)).toEqual({ split: 'test', from: 0 });
  expect(() => placeOfRow(splitsOf(divided), 80)).toThrow('80');
});
