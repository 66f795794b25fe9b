import { expect, test } from 'vitest';
import { sortedClasses } from './classes.ts';

const confusion = {
  classes: ['b', 'a10', 'a9'],
  counts: [
    [6, 2, 0],
    [3, 1, 0],
    [0, 0, 0],
  ],
};
const names = (...args: Parameters<typeof sortedClasses>): string[] =>
  sortedClasses(...args).map(({ name }) => name);

test('each class has its own scores, in the order of the data set', () => {
  const [first, second, third] = sortedClasses(confusion, null);
  expect(first).toEqual({ name: 'b', at: 0, rows: 8, precision: 6 / 9, recall: 6 / 8, f1: 12 / 17 });
  expect(second).toMatchObject({ name: 'a10', rows: 4, precision: 1 / 3, recall: 1 / 4 });
  expect(third).toMatchObject({ name: 'a9', rows: 0, precision: 0, recall: 0, f1: 0 });
});

test('they are put in order by any column, both ways', () => {
  expect(names(confusion, { column: 'name', down: false })).toEqual(['a9', 'a10', 'b']);
  expect(names(confusion, { column: 'rows', down: true })).toEqual(['b', 'a10', 'a9']);
  expect(names(confusion, { column: 'recall', down: false })).toEqual(['a9', 'a10', 'b']);
});
