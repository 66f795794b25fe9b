import { defineInitializer } from '../define.ts';
import { scaled, scalings } from './fans.ts';

export const glorotUniform = defineInitializer({
  kind: 'glorotUniform',
  label: 'Glorot uniform',
  doc: 'Uniform numbers within ± √(6 / (inputs + outputs)): keeps signals and gradients of similar size from layer to layer.',
  params: {},
  fill: (_params, ...of) => scaled(scalings.glorotUniform, ...of),
});
