import { defineInitializer } from '../define.ts';
import { filled } from './fans.ts';
import { ownParams } from './params.ts';

const { mean, stddev } = ownParams;

export const randomNormal = defineInitializer({
  kind: 'randomNormal',
  label: 'Random normal',
  doc: 'Normal numbers of one deviation, however large the layer is.',
  params: { mean, stddev },
  fill: (params, shape, seed, stream) =>
    filled(shape, seed, stream, (random) => params.mean + random.normal() * params.stddev),
});
