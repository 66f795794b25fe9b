import { defineInitializer } from '../define.ts';
import { scaled, scalings } from './fans.ts';

export const glorotNormal = defineInitializer({
  kind: 'glorotNormal',
  label: 'Glorot normal',
  doc: 'Normal numbers of deviation √(2 / (inputs + outputs)), cut off at two deviations.',
  params: {},
  fill: (_params, ...of) => scaled(scalings.glorotNormal, ...of),
});
