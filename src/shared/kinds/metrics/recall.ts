import { defineMetric } from '../define.ts';
import { macro } from './confusion.ts';

export const recall = defineMetric({
  kind: 'recall',
  label: 'Recall',
  doc: 'Of the rows of a class, the part that were recognised; the mean over the classes.',
  targets: ['category'],
  better: 'higher',
  part: true,
  fits: ({ steps }) => !steps,
  whole: ({ confusion }) => (confusion ? macro(confusion, 'recall') : null),
});
