/** A picture, with all that layers which change it at random may make of it. */
import { caseOf, numbers } from './code.fixture.ts';
import type { CodeCase } from './code.fixture.ts';
import { networkOf } from './networks.fixture.ts';

/** What is drawn must be one of these for each picture, and not always the same. */
const SIDE = 6;
const picture = (at: (row: number, column: number) => number, height = SIDE, width = SIDE): number[] =>
  Array.from({ length: height * width }, (_, i) => at(Math.floor(i / width), i % width));
const whole = (row: number, column: number): number => row * SIDE + column;
const corners = (most: number): readonly (readonly [number, number])[] =>
  Array.from({ length: (most + 1) ** 2 }, (_, i) => [Math.floor(i / (most + 1)), i % (most + 1)]);
const drawn: Readonly<Record<string, { readonly params: object; readonly results: readonly number[][] }>> = {
  randomFlip: {
    params: {},
    results: [
      picture(whole),
      picture((row, column) => whole(SIDE - 1 - row, column)),
      picture((row, column) => whole(row, SIDE - 1 - column)),
      picture((row, column) => whole(SIDE - 1 - row, SIDE - 1 - column)),
    ],
  },
  randomCrop: {
    params: { height: 4, width: 4 },
    results: corners(2).map(([top, left]) => picture((row, column) => whole(top + row, left + column), 4, 4)),
  },
  randomErasing: {
    params: { factor: [1, 1], scale: [0.25, 0.25], fill: 'value', fillValue: 99, valueRange: [-1, 100] },
    results: corners(2).map(([top, left]) =>
      picture((row, column) =>
        row > top && row <= top + 3 && column > left && column <= left + 3 ? 99 : whole(row, column),
      ),
    ),
  },
};
export const drawnCases = Object.entries(drawn).map(([kind, { params, results }]): CodeCase => {
  const network = networkOf([
    { kind: 'input', params: { shape: [SIDE, SIDE, 1] } },
    { kind, params: { ...params } },
    { kind: 'output' },
  ]);
  const side = Math.sqrt(results[0]!.length);
  return {
    ...caseOf(kind, network),
    told: {
      run: 'drawn',
      input: numbers([SIDE, SIDE, 1], picture(whole)),
      results: numbers([results.length, side, side, 1], results.flat()),
    },
  };
});
