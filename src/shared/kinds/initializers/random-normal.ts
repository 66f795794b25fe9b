import { defineInitializer } from '../define.ts';
import { filled } from './fans.ts';

export const randomNormal = defineInitializer({
  kind: 'randomNormal',
  label: 'Random normal',
  doc: 'Normal numbers of deviation 0.05, however large the layer is.',
  fill: (shape, seed, stream) => filled(shape, seed, stream, (random) => random.normal() * 0.05),
});
