import { defineLayer } from '../define.ts';
import { pooling } from './parts/pooling.ts';

export const averagePooling1D = defineLayer({
  ...pooling('AveragePooling1D', 1, 'average'),
  kind: 'averagePooling1D',
  icon: 'shrink',
  doc: 'Makes a sequence shorter by taking the mean of each window. Padding does not count.',
  formula: 'y[t, c] = mean x[t·s + u, c]',
  examples: [
    { inputs: [[7, 2]], outputs: [[3, 2]] },
    {
      params: { poolSize: [3], strides: [2], padding: 'same' },
      inputs: [[6, 3]],
      outputs: [[3, 3]],
    },
    { params: { poolSize: [2], strides: [3] }, inputs: [[9, 1]], outputs: [[3, 1]] },
  ],
});
