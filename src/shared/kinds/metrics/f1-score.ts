import { defineMetric } from '../define.ts';
import { macro } from './confusion.ts';

export const f1Score = defineMetric({
  kind: 'f1Score',
  label: 'F1',
  doc: 'Precision and recall in one number, high only where both are; the mean over the classes.',
  targets: ['category'],
  better: 'higher',
  part: true,
  fits: ({ steps }) => !steps,
  whole: ({ confusion }) => (confusion ? macro(confusion, 'f1') : null),
});
