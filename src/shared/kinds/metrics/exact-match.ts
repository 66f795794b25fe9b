import type { Measure } from '../define.ts';

/** Of sequence to sequence alone: it is measured by writing token by token, which no training step does. */
export const exactMatch: Measure = {
  kind: 'exactMatch',
  label: 'Exact match',
  doc: 'The part of the rows whose whole answer is right, written token by token with the likeliest one each time.',
  better: 'higher',
  part: true,
};
