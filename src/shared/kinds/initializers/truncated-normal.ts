import { defineInitializer } from '../define.ts';
import { filled, withinTwo } from './fans.ts';
import { ownParams } from './params.ts';

const { mean, stddev } = ownParams;

export const truncatedNormal = defineInitializer({
  kind: 'truncatedNormal',
  label: 'Truncated normal',
  doc: 'Normal numbers of one deviation, drawn again where they are beyond two deviations.',
  params: { mean, stddev },
  fill: (params, shape, seed, stream) =>
    filled(shape, seed, stream, (random) => params.mean + withinTwo(random) * params.stddev),
});
