import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNumber } from './cells.ts';
import { addCell, noSigns, readDecimals } from './decimal-sign.ts';
import type { DecimalReading } from './decimal-sign.ts';

const read = (
  columns: readonly (readonly string[])[],
  delimiter = ',',
  asked?: 'point' | 'comma',
): readonly DecimalReading[] =>
  readDecimals(
    columns.map((cells) => {
      const signs = noSigns();
      for (const cell of cells) addCell(signs, cell);
      return signs;
    }),
    delimiter,
    asked,
  );

/** As English and most of Europe write a number, thousands set apart or not. */
const written = (value: number, decimals: number, comma: boolean, grouped: boolean): string => {
  const [whole = '', part = ''] = value.toFixed(decimals).split('.');
  const groups = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, comma ? '.' : ',') : whole;
  return part === '' ? groups : `${groups}${comma ? ',' : '.'}${part}`;
};

const ways = fc.record({
  comma: fc.boolean(),
  grouped: fc.boolean(),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
});
const column = fc.record({
  values: fc.array(fc.integer({ min: -5_000_000, max: 5_000_000 }), { minLength: 1, maxLength: 8 }),
  decimals: fc.constantFrom<number[]>(0, 1, 2, 3, 5),
});
/** Not three decimals: such a number is one of either sign. */
const telling = fc.record({
  values: fc.constant<number[]>([15, 2025]),
  decimals: fc.constantFrom<number[]>(1, 2, 4),
});

test('one column that tells the sign is enough for all, wherever it stands and whatever the delimiter', () => {
  fc.assert(
    fc.property(
      ways,
      fc.array(column, { minLength: 1, maxLength: 4 }),
      telling,
      fc.nat(),
      ({ comma, grouped, delimiter }, others, tells, at) => {
        const columns = others.toSpliced(at % (others.length + 1), 0, tells);
        const cells = columns.map(({ values, decimals }) =>
          values.map((value) => written(value / 10 ** decimals, decimals, comma, grouped)),
        );
        for (const [i, { comma: as, unsure }] of read(cells, delimiter).entries()) {
          const { values, decimals } = columns[i]!;
          expect(unsure).toBeNull();
          expect(cells[i]!.map((cell) => parseNumber(cell, as))).toEqual(
            values.map((value) => Number((value / 10 ** decimals).toFixed(decimals))),
          );
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('however its rows and columns are ordered, a file is read alike', () => {
  fc.assert(
    fc.property(
      ways,
      fc.array(column, { minLength: 1, maxLength: 4 }),
      ({ comma, grouped, delimiter }, columns) => {
        const cells = columns.map(({ values, decimals }) =>
          values.map((value) => written(value / 10 ** decimals, decimals, comma, grouped)),
        );
        const turned = read(cells.map((own) => own.toReversed()).toReversed(), delimiter).toReversed();
        expect(turned.map(({ comma: as }) => as)).toEqual(read(cells, delimiter).map(({ comma: as }) => as));
      },
    ),
  );
});

test('what a person says is followed where it is possible, and a column of numbers stays one', () => {
  fc.assert(
    fc.property(ways, column, fc.constantFrom('point', 'comma'), (way, { values, decimals }, asked) => {
      const cells = values.map((value) => written(value / 10 ** decimals, decimals, way.comma, way.grouped));
      const [reading] = read([cells], way.delimiter, asked);
      const possible = cells.every((cell) => !Number.isNaN(parseNumber(cell, asked === 'comma')));
      const ambiguous = cells.some((cell) => parseNumber(cell) !== parseNumber(cell, true));
      expect(cells.every((cell) => !Number.isNaN(parseNumber(cell, reading!.comma)))).toBe(true);
      if (possible && ambiguous) expect(reading).toEqual({ comma: asked === 'comma', unsure: null });
    }),
  );
});

test.each([
  // Delimiter, cells of the only column, the first as a number, whether that is a guess.
  [',', ['1,234', '2,500'], 1234, true],
  [';', ['1,234', '2,500'], 1.234, true],
  [';', ['1.234', '2.500'], 1234, true],
  [',', ['1.234', '2.500'], 1.234, false],
  ['\t', ['1,234', '842'], 1234, true],
  ['\t', ['1,234', '12500'], 1.234, false],
  [';', ['1.234', '12500'], 1.234, false],
  [';', ['1,234', '1,234,567'], 1234, false],
  [',', ['1,234', '0,500'], 1.234, false],
  [',', ['1,234', '2,5'], 1.234, false],
  [',', ['$1,234', '$950.50'], 1234, false],
  [',', ['12', '1234'], 12, false],
])('in a file of "%s", %j begins with %d', (delimiter, cells, first, guessed) => {
  const [{ comma, unsure }] = read([cells], delimiter) as [DecimalReading];
  expect(parseNumber(cells[0]!, comma)).toBe(first);
  expect(unsure !== null).toBe(guessed);
});
