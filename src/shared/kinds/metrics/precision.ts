import { defineMetric } from '../define.ts';
import { macro } from './confusion.ts';

export const precision = defineMetric({
  kind: 'precision',
  label: 'Precision',
  doc: 'Of the rows that were taken for a class, the part that are of it; the mean over the classes.',
  targets: ['category'],
  better: 'higher',
  part: true,
  fits: ({ steps }) => !steps,
  whole: ({ confusion }) => (confusion ? macro(confusion, 'precision') : null),
});
