import { defineLayer } from '../define.ts';
import { convolution } from './parts/convolution.ts';

export const conv2D = defineLayer({
  ...convolution('Conv2D', 2),
  kind: 'conv2D',
  icon: 'grid-3x3',
  doc: 'Slides small filters over a picture; each answers where its pattern is found.',
  formula: 'y[i, j, f] = activation(Σ x[i·s + u·d, j·s + v·d, c] · kernel[u, v, c, f] + bias[f])',
  examples: [
    { params: { filters: 4, activation: 'relu' }, inputs: [[8, 8, 1]], outputs: [[6, 6, 4]] },
    {
      params: { filters: 3, kernelSize: [3, 2], strides: [2, 1], padding: 'same' },
      inputs: [[7, 5, 2]],
      outputs: [[4, 5, 3]],
    },
    {
      params: { filters: 2, kernelSize: [2, 2], dilation: [2, 2], useBias: false, l2: 0.01 },
      inputs: [[6, 7, 2]],
      outputs: [[4, 5, 2]],
    },
    {
      params: { filters: 2, dilation: [2, 1], padding: 'same', activation: 'tanh', l1: 0.01 },
      inputs: [[5, 5, 1]],
      outputs: [[5, 5, 2]],
    },
    {
      params: { filters: 6, kernelSize: [2, 3], strides: [2, 1], groups: 3, activation: 'tanh' },
      inputs: [[5, 4, 6]],
      outputs: [[2, 2, 6]],
    },
    {
      params: { filters: 4, padding: 'same', groups: 2, useBias: false },
      inputs: [[4, 4, 2]],
      outputs: [[4, 4, 4]],
    },
    {
      params: { filters: 2, kernelSize: [4, 4], strides: [3, 3] },
      inputs: [[9, 9, 1]],
      outputs: [[2, 2, 2]],
    },
  ],
});
