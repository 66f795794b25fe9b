import { defineInitializer } from '../define.ts';
import { fans, filled } from './fans.ts';

export const heUniform = defineInitializer({
  kind: 'heUniform',
  label: 'He uniform',
  doc: 'Uniform numbers within ± √(6 / inputs): suits layers that end in relu.',
  fill(shape, seed, stream) {
    const limit = Math.sqrt(6 / Math.max(1, fans(shape).fanIn));
    return filled(shape, seed, stream, (random) => (2 * random.uniform() - 1) * limit);
  },
});
