import { defineLayer } from '../define.ts';
import { convolution } from './parts/convolution.ts';

export const conv3D = defineLayer({
  ...convolution('Conv3D', 3),
  kind: 'conv3D',
  icon: 'cuboid',
  doc: 'Slides small filters through a volume, such as a scan or a clip of pictures; each answers where its pattern is found.',
  formula:
    'y[i, j, k, f] = activation(Σ x[i·s + u·d, j·s + v·d, k·s + w·d, c] · kernel[u, v, w, c, f] + bias[f])',
  examples: [
    { params: { filters: 2, activation: 'relu' }, inputs: [[4, 3, 5, 2]], outputs: [[2, 1, 3, 2]] },
    {
      params: { filters: 2, kernelSize: [2, 3, 1], strides: [2, 1, 3], padding: 'same', l2: 0.01 },
      inputs: [[3, 4, 4, 1]],
      outputs: [[2, 4, 2, 2]],
    },
    {
      params: { filters: 1, kernelSize: [2, 2, 2], dilation: [1, 2, 2], useBias: false },
      inputs: [[3, 3, 4, 2]],
      outputs: [[2, 1, 2, 1]],
    },
    {
      params: { filters: 2, kernelSize: [2, 1, 2], groups: 2 },
      inputs: [[3, 2, 3, 2]],
      outputs: [[2, 2, 2, 2]],
    },
  ],
});
