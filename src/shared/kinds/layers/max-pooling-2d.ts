import { defineLayer } from '../define.ts';
import { pooling } from './parts/pooling.ts';

export const maxPooling2D = defineLayer({
  ...pooling('MaxPooling2D', 2, 'max'),
  kind: 'maxPooling2D',
  icon: 'minimize-2',
  doc: 'Makes a picture smaller by keeping the largest value of each window.',
  formula: 'y[i, j, c] = max x[i·s + u, j·s + v, c]',
  examples: [
    { inputs: [[6, 6, 2]], outputs: [[3, 3, 2]] },
    {
      params: { poolSize: [3, 2], strides: [2, 1], padding: 'same' },
      inputs: [[7, 5, 2]],
      outputs: [[4, 5, 2]],
    },
    { params: { poolSize: [3, 3] }, inputs: [[6, 8, 1]], outputs: [[2, 3, 1]] },
  ],
});
