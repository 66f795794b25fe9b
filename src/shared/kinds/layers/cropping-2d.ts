import { defineLayer } from '../define.ts';
import { cropping } from './parts/edges.ts';

export const cropping2D = defineLayer({
  ...cropping('Cropping2D', 2),
  kind: 'cropping2D',
  icon: 'crop',
  doc: 'Cuts pixels off the sides of a picture.',
  examples: [
    { inputs: [[3, 2, 1]], outputs: [[3, 2, 1]] },
    { params: { cropping: [1, 2, 0, 1] }, inputs: [[5, 4, 2]], outputs: [[2, 3, 2]] },
  ],
});
