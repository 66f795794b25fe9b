import { defineInitializer } from '../define.ts';
import { lecunNormal } from './lecun-normal.ts';

export const varianceScaling = defineInitializer({
  kind: 'varianceScaling',
  label: 'Variance scaling',
  doc: 'Normal numbers of deviation √(1 / inputs), cut off at two deviations: what LeCun normal is, by the name that other files use.',
  fill: lecunNormal.fill,
});
