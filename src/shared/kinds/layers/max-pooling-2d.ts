import { defineLayer } from '../define.ts';
import {
  inferPooling,
  kerasPooling,
  onnxPooling,
  poolingParams,
  poolingSummary,
  poolingWindow,
  readPooling,
} from './parts/pooling.ts';
import { input, output } from './parts/ports.ts';
import { picture } from './parts/window.ts';

export const maxPooling2D = defineLayer({
  kind: 'maxPooling2D',
  label: 'MaxPooling2D',
  group: 'pooling',
  icon: 'minimize-2',
  doc: 'Makes a picture smaller by keeping the largest value of each window.',
  formula: 'y[i, j, c] = max x[i·s + u, j·s + v, c]',
  params: poolingParams,
  inputs: input('A picture: height × width × channels.'),
  outputs: output('A smaller picture with the same channels.'),
  summary: poolingSummary,
  infer: (params, [x]) => inferPooling('MaxPooling2D', params, x),
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ ops }, params, _weights, [x]) => picture(ops.maxPool2D(x!.value, poolingWindow(params))),
  keras: (params) => ({ className: 'MaxPooling2D', config: kerasPooling(params), weights: [] }),
  fromKeras: { className: 'MaxPooling2D', params: readPooling },
  onnx: (writer, params, [x], [shape]) => onnxPooling(writer, 'MaxPool', params, x!, shape!),
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
