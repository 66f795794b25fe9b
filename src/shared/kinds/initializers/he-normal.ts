import { defineInitializer } from '../define.ts';
import { fans, filled, truncatedNormal } from './fans.ts';

export const heNormal = defineInitializer({
  kind: 'heNormal',
  label: 'He normal',
  doc: 'Normal numbers of deviation √(2 / inputs), cut off at two deviations: suits layers that end in relu.',
  fill(shape, seed, stream) {
    const deviation = Math.sqrt(2 / Math.max(1, fans(shape).fanIn));
    return filled(shape, seed, stream, (random) => truncatedNormal(random) * deviation);
  },
});
