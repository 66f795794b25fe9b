import { defineLayer } from '../define.ts';
import { pooling } from './parts/pooling.ts';

export const averagePooling2D = defineLayer({
  ...pooling('AveragePooling2D', 2, 'average'),
  kind: 'averagePooling2D',
  icon: 'shrink',
  doc: 'Makes a picture smaller by taking the mean of each window. Padding does not count.',
  formula: 'y[i, j, c] = mean x[i·s + u, j·s + v, c]',
  examples: [
    { inputs: [[6, 6, 2]], outputs: [[3, 3, 2]] },
    {
      params: { poolSize: [3, 2], strides: [2, 1], padding: 'same' },
      inputs: [[7, 5, 2]],
      outputs: [[4, 5, 2]],
    },
  ],
});
