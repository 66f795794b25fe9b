import { defineInitializer } from '../define.ts';
import { fans, filled } from './fans.ts';

export const lecunUniform = defineInitializer({
  kind: 'lecunUniform',
  label: 'LeCun uniform',
  doc: 'Uniform numbers within ± √(3 / inputs): suits layers that end in selu.',
  fill(shape, seed, stream) {
    const limit = Math.sqrt(3 / Math.max(1, fans(shape).fanIn));
    return filled(shape, seed, stream, (random) => (2 * random.uniform() - 1) * limit);
  },
});
