import { defineLayer } from '../define.ts';
import { transposedConvolution } from './parts/transposed.ts';

export const conv2DTranspose = defineLayer({
  ...transposedConvolution('Conv2DTranspose', 2),
  kind: 'conv2DTranspose',
  icon: 'expand',
  doc: 'Makes a picture larger: every pixel writes its filters, weighted, into the output. The way back of a convolution, also called deconvolution.',
  formula: 'y[i·s + u·d, j·s + v·d, f] += x[i, j, c] · kernel[u, v, f, c], then + bias[f] and the activation',
  examples: [
    {
      params: { filters: 3, kernelSize: [4, 4], strides: [2, 2], padding: 'same', activation: 'tanh' },
      inputs: [[3, 4, 2]],
      outputs: [[6, 8, 3]],
    },
    { params: { filters: 2, l2: 0.01 }, inputs: [[3, 2, 2]], outputs: [[5, 4, 2]] },
    {
      params: { filters: 2, kernelSize: [2, 3], strides: [3, 2] },
      inputs: [[2, 3, 1]],
      outputs: [[6, 7, 2]],
    },
    {
      params: { filters: 1, kernelSize: [3, 2], dilation: [2, 3], padding: 'same', useBias: false },
      inputs: [[4, 4, 2]],
      outputs: [[4, 4, 1]],
    },
    {
      params: { filters: 2, kernelSize: [1, 2], strides: [3, 3], padding: 'same' },
      inputs: [[2, 2, 1]],
      outputs: [[6, 6, 2]],
    },
  ],
});
