import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DatasetManifest } from './manifest.ts';
import { KEPT_ORDER } from '../random.ts';
import { splitCounts, splitRows, splitRuns, windowCount, windowStarts } from './split.ts';

const settings = { validationFraction: 0.1, testFraction: 0.2, seed: 3 };

describe('splitRows', () => {
  test('uses every row exactly once, for any sizes', () => {
    const sizes = fc.tuple(fc.nat(300), fc.nat(100), fc.nat(100));
    fc.assert(
      fc.property(
        sizes,
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        ([train, validation, test], fraction) => {
          const splits = {
            train: [0, train],
            validation: [train, train + validation],
            test: [train + validation, train + validation + test],
          } as const;
          const rows = splitRows(
            { splits: splits as never, order: 'rows' },
            { validationFraction: fraction, testFraction: fraction, seed: 5 },
          );
          const all = [...rows.train, ...rows.validation, ...rows.test].sort((a, b) => a - b);
          expect(all).toEqual(Array.from({ length: train + validation + test }, (_, i) => i));
        },
      ),
    );
  });

  test('keeps the splits that the data brings and holds out what it lacks', () => {
    const rows = splitRows(
      { splits: { train: [0, 100], validation: [100, 100], test: [100, 130] }, order: 'rows' },
      settings,
    );
    expect(rows.test).toEqual(Int32Array.from({ length: 30 }, (_, i) => 100 + i));
    expect(rows.validation).toHaveLength(10);
    expect(rows.train).toHaveLength(90);
  });

  test('in time: ranges that follow one another, and no row is lost, for any sizes and fractions', () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.nat(300),
        fraction,
        fraction,
        fc.nat(),
        (rows, validationFraction, testFraction, seed) => {
          const splits: DatasetManifest['splits'] = {
            train: [0, rows],
            validation: [rows, rows],
            test: [rows, rows],
          };
          const parts = splitRows({ splits, order: 'time' }, { validationFraction, testFraction, seed });
          expect([...parts.train, ...parts.validation, ...parts.test]).toEqual(
            Array.from({ length: rows }, (_, i) => i),
          );
          expect(parts.test).toHaveLength(Math.floor(rows * testFraction));
        },
      ),
    );
  });

  test('in time: a test that the data brings stays, and the validation is cut from the end before it', () => {
    const rows = splitRows(
      { splits: { train: [0, 100], validation: [100, 100], test: [100, 130] }, order: 'time' },
      settings,
    );
    expect(rows.train).toEqual(Int32Array.from({ length: 90 }, (_, i) => i));
    expect(rows.validation).toEqual(Int32Array.from({ length: 10 }, (_, i) => 90 + i));
    expect(rows.test).toEqual(Int32Array.from({ length: 30 }, (_, i) => 100 + i));
  });

  test('several series: each is cut in time, and no window goes from one into the next', () => {
    const fraction = fc.double({ min: 0, max: 0.6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        fc.record({ validationFraction: fraction, testFraction: fraction, seed: fc.nat() }),
        fc.integer({ min: 1, max: 12 }),
        (lengths, own, reach) => {
          let rows = 0;
          const ranges = lengths.map((length, i) => {
            rows += length;
            return { name: `s${i}`, rows: [rows - length, rows] as [number, number] };
          });
          const splits: DatasetManifest['splits'] = {
            train: [0, rows],
            validation: [rows, rows],
            test: [rows, rows],
          };
          const manifest = { splits, order: 'time' as const, series: { column: 'id', ranges } };
          const split = splitRows(manifest, own);
          const runs = splitRuns(manifest, own);
          const seriesOf = (row: number): number => ranges.findIndex(({ rows: [, end] }) => row < end);
          const all = [...split.train, ...split.validation, ...split.test];
          expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
          const placeOf = new Map(
            (['train', 'validation', 'test'] as const).flatMap((name, place) =>
              [...split[name]].map((row) => [row, place] as const),
            ),
          );
          for (const {
            rows: [from, end],
          } of ranges)
            for (let row = from + 1; row < end; row++)
              expect(placeOf.get(row)!).toBeGreaterThanOrEqual(placeOf.get(row - 1)!);
          for (const name of ['train', 'validation', 'test'] as const) {
            const starts = windowStarts(runs[name], reach);
            expect(starts).toHaveLength(windowCount(runs[name], reach));
            const held = new Set(split[name]);
            // By definition: every row of which the window stays in the split and in the series.
            const wanted = [...held].filter((row) => {
              const window = Array.from({ length: reach }, (_, i) => row + i);
              return window.every((at) => held.has(at) && seriesOf(at) === seriesOf(row));
            });
            expect([...starts]).toEqual(wanted);
          }
        },
      ),
    );
  });

  test('mixes rows that are sorted by class', () => {
    const { test: held } = splitRows(
      { splits: { train: [0, 150], validation: [150, 150], test: [150, 150] }, order: 'rows' },
      settings,
    );
    for (const third of [0, 50, 100]) expect(held.some((row) => row >= third && row < third + 50)).toBe(true);
  });

  test('counts the rows of each split without drawing them, for any sizes and fractions', () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(fc.nat(300), fc.nat(30), fc.nat(30)),
        fc.constantFrom('rows' as const, 'time' as const),
        fc.record({ validationFraction: fraction, testFraction: fraction, seed: fc.nat() }),
        ([train, validation, test], order, own) => {
          const splits: DatasetManifest['splits'] = {
            train: [0, train],
            validation: [train, train + validation],
            test: [train + validation, train + validation + test],
          };
          const manifest = { splits, order };
          const rows = splitRows(manifest, own);
          const lengths = Object.entries(rows).map(([name, { length }]) => [name, length]);
          expect(splitCounts(manifest, own)).toEqual(Object.fromEntries(lengths));
        },
      ),
    );
  });

  test('of more rows than an order is kept of holds out as many as asked for, from everywhere', () => {
    const rows = KEPT_ORDER + 5;
    const splits: DatasetManifest['splits'] = { train: [7, 7 + rows], validation: [0, 0], test: [0, 0] };
    const fractions = { validationFraction: 0.001, testFraction: 0.002, seed: 3 };
    const { train, validation, test } = splitRows({ splits, order: 'rows' }, fractions);
    expect(validation).toHaveLength(Math.floor(rows * 0.001));
    expect(test).toHaveLength(Math.floor(rows * 0.002));
    expect(train.length + validation.length + test.length).toBe(rows);
    const held = new Set([...validation, ...test]);
    expect(held.size).toBe(validation.length + test.length);
    expect(train.some((row, i) => held.has(row) || (i > 0 && row <= train[i - 1]!))).toBe(false);
    // Each tenth of the file has its tenth of them, but for chance.
    for (let tenth = 0; tenth < 10; tenth++) {
      const own = [...held].filter((row) => Math.floor(((row - 7) * 10) / rows) === tenth).length;
      expect(Math.abs(own - held.size / 10) / (held.size / 10)).toBeLessThan(0.05);
    }
  });
});
