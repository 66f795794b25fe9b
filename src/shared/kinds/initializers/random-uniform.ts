import { defineInitializer } from '../define.ts';
import { filled } from './fans.ts';
import { ownParams } from './params.ts';

const { minval, maxval } = ownParams;

export const randomUniform = defineInitializer({
  kind: 'randomUniform',
  label: 'Random uniform',
  doc: 'Uniform numbers from one number to another, however large the layer is.',
  params: { minval, maxval },
  fill(params, shape, seed, stream) {
    const [middle, half] = [(params.minval + params.maxval) / 2, (params.maxval - params.minval) / 2];
    return filled(shape, seed, stream, (random) => middle + (2 * random.uniform() - 1) * half);
  },
});
