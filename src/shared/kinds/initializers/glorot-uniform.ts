import { defineInitializer } from '../define.ts';
import { fans, filled } from './fans.ts';

export const glorotUniform = defineInitializer({
  kind: 'glorotUniform',
  label: 'Glorot uniform',
  doc: 'Uniform numbers within ± √(6 / (inputs + outputs)): keeps signals and gradients of similar size from layer to layer.',
  fill(shape, seed, stream) {
    const { fanIn, fanOut } = fans(shape);
    const limit = Math.sqrt(6 / Math.max(1, fanIn + fanOut));
    return filled(shape, seed, stream, (random) => (2 * random.uniform() - 1) * limit);
  },
});
