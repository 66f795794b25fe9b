import { defineInitializer } from '../define.ts';
import { scaled } from './fans.ts';
import { ownParams } from './params.ts';

const { scale, mode, distribution } = ownParams;

export const varianceScaling = defineInitializer({
  kind: 'varianceScaling',
  label: 'Variance scaling',
  doc: 'Numbers of variance scale / inputs, / outputs or / their mean: Glorot, He and LeCun are cases of it, and by default it is LeCun normal.',
  params: { scale, mode, distribution },
  fill: scaled,
});
