import { expect, it } from 'vitest';
import { cellAt, worstPairs } from './confusion.ts';

it('finds the cell under the pointer, and none outside', () => {
  expect(cellAt(25, 5, 10, 3)).toEqual({ row: 0, column: 2 });
  expect(cellAt(30, 5, 10, 3)).toBeNull();
  expect(cellAt(-1, 5, 10, 3)).toBeNull();
});

it('lists the mistakes made most often, the worst first, and no right answer', () => {
  const counts = [
    [90, 1, 0],
    [7, 50, 3],
    [0, 0, 80],
  ];
  expect(worstPairs(counts, 2)).toEqual([
    { actual: 1, predicted: 0, count: 7 },
    { actual: 1, predicted: 2, count: 3 },
  ]);
});
