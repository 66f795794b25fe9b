import { defineMetric } from '../define.ts';

/** With more, the scores are too much to keep for every row of an evaluation. */
const MOST_CLASSES = 100;

export const auc = defineMetric({
  kind: 'auc',
  label: 'ROC AUC',
  doc: 'How often a row of a class gets a higher score for it than a row of another: 1 is perfect, 0.5 is chance; the mean over the classes.',
  targets: ['category'],
  better: 'higher',
  part: false,
  scores: true,
  fits: ({ classes, steps }) => classes <= MOST_CLASSES && !steps,
  whole({ scores, targets }) {
    if (!scores) return null;
    const areas = scores
      .map((of, label) => areaUnderCurve(of, (row) => targets[row] === label))
      .filter((area) => area !== null);
    return areas.length > 0 ? areas.reduce((sum, area) => sum + area, 0) / areas.length : null;
  },
});

/**
 * The area under the receiver's curve: the part of all pairs of a positive and a negative row in which the positive
 * has the higher score, equal ones counting half. Null where either are missing.
 */
export function areaUnderCurve(scores: Float32Array, isPositive: (row: number) => boolean): number | null {
  const positive = scores.filter((_, row) => isPositive(row)).sort();
  const negative = scores.filter((_, row) => !isPositive(row)).sort();
  if (positive.length === 0 || negative.length === 0) return null;
  let [below, notAbove, pairs] = [0, 0, 0];
  for (const score of positive) {
    while (below < negative.length && negative[below]! < score) below++;
    while (notAbove < negative.length && negative[notAbove]! <= score) notAbove++;
    pairs += (below + notAbove) / 2;
  }
  return pairs / (positive.length * negative.length);
}
