import { defineInitializer } from '../define.ts';
import { fans, filled, truncatedNormal } from './fans.ts';

export const lecunNormal = defineInitializer({
  kind: 'lecunNormal',
  label: 'LeCun normal',
  doc: 'Normal numbers of deviation √(1 / inputs), cut off at two deviations: suits layers that end in selu.',
  fill(shape, seed, stream) {
    const deviation = Math.sqrt(1 / Math.max(1, fans(shape).fanIn));
    return filled(shape, seed, stream, (random) => truncatedNormal(random) * deviation);
  },
});
