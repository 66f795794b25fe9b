import { defineInitializer } from '../define.ts';
import { filled, withinTwo } from './fans.ts';

export const truncatedNormal = defineInitializer({
  kind: 'truncatedNormal',
  label: 'Truncated normal',
  doc: 'Normal numbers of deviation 0.05, drawn again where they are beyond two deviations.',
  fill: (shape, seed, stream) => filled(shape, seed, stream, (random) => withinTwo(random) * 0.05),
});
