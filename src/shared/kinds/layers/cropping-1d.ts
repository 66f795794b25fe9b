import { defineLayer } from '../define.ts';
import { cropping } from './parts/edges.ts';

export const cropping1D = defineLayer({
  ...cropping('Cropping1D', 1),
  kind: 'cropping1D',
  icon: 'scissors',
  doc: 'Cuts steps off the start and the end of a sequence.',
  examples: [
    { inputs: [[5, 2]], outputs: [[3, 2]] },
    { params: { cropping: [0, 2] }, inputs: [[3, 2]], outputs: [[1, 2]] },
  ],
});
