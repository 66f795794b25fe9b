import { expect, test } from 'vitest';
import { freeArea } from './free-area.ts';

const whole = { x: 100, y: 50, width: 800, height: 600 };
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

test('nothing lies over it: all of it is free', () => expect(freeArea(whole, [])).toEqual(whole));

test('beside a panel in a corner the larger part is free', () => {
  // Tools along the lower edge, a list that stands on them, a map in the other corner.
  const over = [box(112, 604, 400, 34), box(112, 300, 340, 300), box(700, 540, 188, 98)];
  expect(freeArea(whole, over)).toEqual(box(452, 50, 448, 490));
});

test('a low panel leaves what is above it', () =>
  expect(freeArea(whole, [box(112, 500, 340, 138)])).toEqual(box(100, 50, 800, 450)));

test('what reaches beyond it, or lies elsewhere, takes no more than it covers', () => {
  expect(freeArea(whole, [box(0, 0, 2000, 90), box(2000, 0, 10, 10), box(300, 200, 0, 0)])).toEqual(
    box(100, 90, 800, 560),
  );
});

test('all of it is covered: the middle is as good as any place', () =>
  expect(freeArea(whole, [box(0, 0, 2000, 2000)])).toEqual(whole));
