import { defineInitializer } from '../define.ts';
import { scaled, scalings } from './fans.ts';

export const lecunNormal = defineInitializer({
  kind: 'lecunNormal',
  label: 'LeCun normal',
  doc: 'Normal numbers of deviation √(1 / inputs), cut off at two deviations: suits layers that end in selu.',
  params: {},
  fill: (_params, ...of) => scaled(scalings.lecunNormal, ...of),
});
