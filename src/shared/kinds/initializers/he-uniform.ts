import { defineInitializer } from '../define.ts';
import { scaled, scalings } from './fans.ts';

export const heUniform = defineInitializer({
  kind: 'heUniform',
  label: 'He uniform',
  doc: 'Uniform numbers within ± √(6 / inputs): suits layers that end in relu.',
  params: {},
  fill: (_params, ...of) => scaled(scalings.heUniform, ...of),
});
