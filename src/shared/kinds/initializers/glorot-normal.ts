import { defineInitializer } from '../define.ts';
import { fans, filled, truncatedNormal } from './fans.ts';

export const glorotNormal = defineInitializer({
  kind: 'glorotNormal',
  label: 'Glorot normal',
  doc: 'Normal numbers of deviation √(2 / (inputs + outputs)), cut off at two deviations.',
  fill(shape, seed, stream) {
    const { fanIn, fanOut } = fans(shape);
    const deviation = Math.sqrt(2 / Math.max(1, fanIn + fanOut));
    return filled(shape, seed, stream, (random) => truncatedNormal(random) * deviation);
  },
});
