import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaUnderCurve, auc } from './auc.ts';
import { classScores, macro } from './confusion.ts';
import {
  isRowMetric,
  isWholeMetric,
  metricKind,
  metricName,
  metricOf,
  metrics,
  toldParams,
} from './index.ts';
import { r2Score } from './r2-score.ts';
import { topKCategoricalAccuracy } from './top-k-categorical-accuracy.ts';

test('names are unique, and each is measured in one way', () => {
  expect(new Set(metrics.map(({ kind }) => kind)).size).toBe(metrics.length);
  for (const metric of metrics) {
    expect(metricOf(metric.kind)).toBe(metric);
    expect(isRowMetric(metric)).toBe(!isWholeMetric(metric));
  }
});

test('a name tells the kind, and parameters that are not the defaults', () => {
  const named = (k: number): string => metricName(topKCategoricalAccuracy, { k });
  expect([named(5), named(3)]).toEqual(['topKCategoricalAccuracy', 'topKCategoricalAccuracy@3']);
  for (const k of [3, 5]) {
    for (const name of [named(k), `validation/${named(k)}`, `epoch/a@b/${named(k)}`]) {
      expect(metricOf(name)).toBe(topKCategoricalAccuracy);
      expect(metricKind(name)).toBe('topKCategoricalAccuracy');
      expect(toldParams(name)).toEqual({ k: String(k) });
    }
  }
  expect(toldParams('accuracy')).toEqual({});
});

test('the top of the classes is measured where it says something', () => {
  const fits = (classes: number, k: number, steps = false): boolean =>
    topKCategoricalAccuracy.fits({ classes, steps }, { k });
  expect([fits(10, 5), fits(11, 5), fits(4, 3), fits(3, 3), fits(2, 2)]).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
  // Of tokens where it is asked for.
  expect([fits(80, 5, true), fits(80, 3, true)]).toEqual([false, true]);
});

describe('from a confusion matrix', () => {
  // scikit-learn's classification_report of these rows says the same.
  const counts = [
    [3, 1, 0],
    [2, 4, 0],
    [0, 0, 0],
  ];
  test('precision, recall and F1 of each class', () => {
    const [first, second, absent] = classScores(counts);
    expect(first).toEqual({ precision: 3 / 5, recall: 3 / 4, f1: expect.closeTo(2 / 3, 12), rows: 4 });
    expect(second).toEqual({ precision: 4 / 5, recall: 4 / 6, f1: expect.closeTo(8 / 11, 12), rows: 6 });
    expect(absent).toEqual({ precision: 0, recall: 0, f1: 0, rows: 0 });
  });
  test('their means leave out a class that does not occur', () => {
    expect(macro(counts, 'precision')).toBeCloseTo(0.7, 12);
    expect(macro(counts, 'recall')).toBeCloseTo((3 / 4 + 4 / 6) / 2, 12);
  });
});

describe('the area under the curve', () => {
  const scored = fc.array(fc.record({ score: fc.integer({ min: 0, max: 9 }), positive: fc.boolean() }), {
    maxLength: 40,
  });
  test('is the part of pairs in the right order', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const found = areaUnderCurve(
          Float32Array.from(rows, ({ score }) => score),
          (row) => rows[row]!.positive,
        );
        const positive = rows.filter((row) => row.positive);
        const negative = rows.filter((row) => !row.positive);
        if (positive.length === 0 || negative.length === 0) {
          expect(found).toBeNull();
          return;
        }
        const pairs = positive.flatMap((p) => negative.map((n) => (Math.sign(p.score - n.score) + 1) / 2));
        expect(found).toBeCloseTo(pairs.reduce((a, b) => a + b) / pairs.length, 12);
      }),
    );
  });
  test('is the mean over classes, and nothing without scores', () => {
    const whole = { confusion: null, targets: Int32Array.of(0, 1, 1, 0), means: {} };
    const scores = [Float32Array.of(0.9, 0.2, 0.4, 0.3), Float32Array.of(0.1, 0.8, 0.6, 0.7)];
    expect(auc.whole({ ...whole, scores })).toBe(0.75);
    expect(auc.whole({ ...whole, scores: null })).toBeNull();
  });
});

test('R² compares with saying the mean', () => {
  const whole = { confusion: null, scores: null, targets: [1, 2, 3, 4] };
  expect(r2Score.whole({ ...whole, means: { meanSquaredError: 0 } })).toBe(1);
  expect(r2Score.whole({ ...whole, means: { meanSquaredError: 1.25 } })).toBe(0);
  expect(r2Score.whole({ ...whole, targets: [2, 2], means: { meanSquaredError: 0.5 } })).toBeNull();
});
