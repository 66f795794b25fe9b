import { defineInitializer } from '../define.ts';
import { scaled, scalings } from './fans.ts';

export const lecunUniform = defineInitializer({
  kind: 'lecunUniform',
  label: 'LeCun uniform',
  doc: 'Uniform numbers within ± √(3 / inputs): suits layers that end in selu.',
  params: {},
  fill: (_params, ...of) => scaled(scalings.lecunUniform, ...of),
});
