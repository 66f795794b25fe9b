import { expect, it } from 'vitest';
import { joined, withStretch } from './plot.ts';
import type { Line } from './plot.ts';

const line = (label: string, x: number[], y: number[]): Line => ({
  label,
  colour: '#000000',
  width: 1,
  points: { x, y },
});

it('puts lines of different steps into one table, from 0 to the last step of the run', () => {
  const table = joined([line('a', [1, 2, 3], [5, 6, 7]), line('b', [2], [9])], [0, 4]);
  expect(table[0]).toEqual([0, 1, 2, 3, 4]);
  expect(table[1]).toEqual([null, 5, 6, 7, null]);
  expect([...table[2]!].map((value) => value ?? null)).toEqual([null, null, 9, null, null]);
});

it('draws no value that is not finite', () => {
  expect(joined([line('a', [0, 1, 2], [1, NaN, Infinity])], [0, 2])[1]).toEqual([1, null, null]);
});

it('is empty without lines', () => {
  expect(joined([], [0, 10])).toEqual([[]]);
});

it('puts what a stretch has in the place of what a line has there', () => {
  const points = { x: [0, 4, 8, 12], y: [0, 1, 2, 3] };
  const stretch = { x: [4, 5, 6, 7, 8], y: [1, 9, 8, 7, 2] };
  expect(withStretch(points, [4, 8.5], stretch)).toEqual({
    x: [0, 4, 5, 6, 7, 8, 12],
    y: [0, 1, 9, 8, 7, 2, 3],
  });
  expect(withStretch(points, [5, 7], { x: [5, 6, 7], y: [9, 8, 7] }).x).toEqual([0, 4, 5, 6, 7, 8, 12]);
  expect(withStretch(points, [8, 20], { x: [8], y: [2] }).x).toEqual([0, 4, 8]);
  expect(withStretch(points, [20, 30], { x: [], y: [] })).toEqual(points);
});
