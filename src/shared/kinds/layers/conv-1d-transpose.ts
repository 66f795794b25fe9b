import { defineLayer } from '../define.ts';
import { transposedConvolution } from './parts/transposed.ts';

export const conv1DTranspose = defineLayer({
  ...transposedConvolution('Conv1DTranspose', 1),
  kind: 'conv1DTranspose',
  icon: 'unfold-horizontal',
  doc: 'Makes a sequence longer: every step writes its filters, weighted, into the output. The way back of a convolution, also called deconvolution.',
  formula: 'y[t·s + u·d, f] += x[t, c] · kernel[u, f, c], then + bias[f] and the activation',
  examples: [
    {
      params: { filters: 3, kernelSize: [4], strides: [2], padding: 'same', activation: 'relu' },
      inputs: [[3, 2]],
      outputs: [[6, 3]],
    },
    { params: { filters: 2, strides: [2], l1: 0.01 }, inputs: [[3, 2]], outputs: [[7, 2]] },
    {
      params: { filters: 2, kernelSize: [2], strides: [3], padding: 'same' },
      inputs: [[3, 1]],
      outputs: [[9, 2]],
    },
    {
      params: { filters: 2, kernelSize: [2], dilation: [3], useBias: false },
      inputs: [[4, 2]],
      outputs: [[7, 2]],
    },
  ],
});
