import { defineLayer } from '../define.ts';
import { pooling } from './parts/pooling.ts';

export const maxPooling1D = defineLayer({
  ...pooling('MaxPooling1D', 1, 'max'),
  kind: 'maxPooling1D',
  icon: 'minimize-2',
  doc: 'Makes a sequence shorter by keeping the largest value of each window.',
  formula: 'y[t, c] = max x[t·s + u, c]',
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
