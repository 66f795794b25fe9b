import { expect, test } from 'vitest';
import { cellAt, strength, worstCells } from './confusion.ts';

const confusion = {
  classes: ['cat', 'dog', 'owl'],
  counts: [
    [8, 2, 0],
    [3, 6, 1],
    [0, 0, 0],
  ],
};

test('a cell knows its rows and those of its class', () => {
  expect(cellAt(confusion, 1, 0)).toEqual({ actual: 1, predicted: 0, rows: 3, of: 10 });
  expect(cellAt(confusion, 3, 0)).toBeNull();
});

test('mistakes are named worst first, and what is right is none', () => {
  const named = worstCells(confusion, 2).map((cell) => [cell.actual, cell.predicted, cell.rows]);
  expect(named).toEqual([
    [1, 0, 3],
    [0, 1, 2],
  ]);
});

test('cells are as strong as their part of the class; a class without rows has none', () => {
  expect(strength(cellAt(confusion, 0, 0)!)).toBeCloseTo(Math.sqrt(0.8));
  expect(strength(cellAt(confusion, 2, 2)!)).toBe(0);
});
