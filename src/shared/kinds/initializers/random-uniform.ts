import { defineInitializer } from '../define.ts';
import { filled } from './fans.ts';

export const randomUniform = defineInitializer({
  kind: 'randomUniform',
  label: 'Random uniform',
  doc: 'Uniform numbers within ± 0.05, however large the layer is.',
  fill: (shape, seed, stream) => filled(shape, seed, stream, (random) => (2 * random.uniform() - 1) * 0.05),
});
