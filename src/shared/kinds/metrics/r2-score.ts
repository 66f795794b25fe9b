import { defineMetric } from '../define.ts';

export const r2Score = defineMetric({
  kind: 'r2Score',
  label: 'R²',
  doc: 'How much better than always saying the mean: 1 is perfect, 0 is no better, below 0 is worse.',
  targets: ['number'],
  better: 'higher',
  part: false,
  whole({ targets, means }) {
    const meanOf = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const all = Array.from(targets);
    const mean = meanOf(all);
    const variance = meanOf(all.map((value) => (value - mean) ** 2));
    return variance > 0 ? 1 - means['meanSquaredError']! / variance : null;
  },
});
