import { defineInitializer } from '../define.ts';
import { scaled, scalings } from './fans.ts';

export const heNormal = defineInitializer({
  kind: 'heNormal',
  label: 'He normal',
  doc: 'Normal numbers of deviation √(2 / inputs), cut off at two deviations: suits layers that end in relu.',
  params: {},
  fill: (_params, ...of) => scaled(scalings.heNormal, ...of),
});
