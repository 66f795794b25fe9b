import { defineLayer } from '../define.ts';
import { sizeOf } from '../shape.ts';
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

export const averagePooling2D = defineLayer({
  kind: 'averagePooling2D',
  label: 'AveragePooling2D',
  group: 'pooling',
  icon: 'shrink',
  doc: 'Makes a picture smaller by taking the mean of each window. Padding does not count.',
  formula: 'y[i, j, c] = mean x[i·s + u, j·s + v, c]',
  params: poolingParams,
  inputs: input('A picture: height × width × channels.'),
  outputs: output('A smaller picture with the same channels.'),
  summary: poolingSummary,
  infer: (params, [x]) => inferPooling('AveragePooling2D', params, x),
  weights: () => ({}),
  multiplyAdds: (params, [x]) => {
    const inferred = inferPooling('AveragePooling2D', params, x);
    return 'misfit' in inferred ? 0 : sizeOf(inferred.outputs[0]!) * sizeOf(params.poolSize);
  },
  forward: ({ ops }, params, _weights, [x]) => picture(ops.averagePool2D(x!.value, poolingWindow(params))),
  keras: (params) => ({ className: 'AveragePooling2D', config: kerasPooling(params), weights: [] }),
  fromKeras: { className: 'AveragePooling2D', params: readPooling },
  onnx: (writer, params, [x], [shape]) => onnxPooling(writer, 'AveragePool', params, x!, shape!),
  examples: [
    { inputs: [[6, 6, 2]], outputs: [[3, 3, 2]] },
    {
      params: { poolSize: [3, 2], strides: [2, 1], padding: 'same' },
      inputs: [[7, 5, 2]],
      outputs: [[4, 5, 2]],
    },
  ],
});
