import { defineLayer } from '../define.ts';
import { convolution } from './parts/convolution.ts';

export const conv1D = defineLayer({
  ...convolution('Conv1D', 1),
  kind: 'conv1D',
  icon: 'audio-waveform',
  doc: 'Slides small filters along a sequence; each answers where its pattern is found.',
  formula: 'y[t, f] = activation(Σ x[t·s + u·d, c] · kernel[u, c, f] + bias[f])',
  examples: [
    { params: { filters: 4, activation: 'relu' }, inputs: [[8, 3]], outputs: [[6, 4]] },
    {
      params: { filters: 3, kernelSize: [4], strides: [2], padding: 'same', l2: 0.01 },
      inputs: [[7, 2]],
      outputs: [[4, 3]],
    },
    {
      params: { filters: 2, kernelSize: [2], dilation: [3], padding: 'causal', useBias: false },
      inputs: [[6, 2]],
      outputs: [[6, 2]],
    },
    {
      params: { filters: 2, strides: [2], padding: 'causal', activation: 'tanh', activityL2: 0.01 },
      inputs: [[6, 1]],
      outputs: [[3, 2]],
    },
    {
      params: { filters: 4, strides: [2], padding: 'same', groups: 2, l2: 0.01 },
      inputs: [[5, 4]],
      outputs: [[3, 4]],
    },
    {
      params: { filters: 4, kernelSize: [2], dilation: [2], padding: 'causal', groups: 2 },
      inputs: [[5, 2]],
      outputs: [[5, 4]],
    },
    { params: { filters: 2, kernelSize: [1] }, inputs: [[3, 2]], outputs: [[3, 2]] },
  ],
});
