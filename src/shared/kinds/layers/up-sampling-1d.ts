import { defineLayer } from '../define.ts';
import { integer } from '../params.ts';
import { input, output } from './parts/ports.ts';
import { NEAREST, onnxResize } from './parts/up-sampling.ts';
import { notOver, withoutMask } from './parts/window.ts';

export const upSampling1D = defineLayer({
  kind: 'upSampling1D',
  label: 'UpSampling1D',
  group: 'shape',
  icon: 'stretch-horizontal',
  doc: 'Makes a sequence longer by repeating each step.',
  formula: 'y[t] = x[⌊t / size⌋]',
  params: { size: integer('Size', 2, 1, 'How often each step is given.', { max: 1000 }) },
  inputs: input('A sequence: time steps × channels.'),
  outputs: output('A longer sequence with the same channels.'),
  summary: (params) => `× ${params.size}`,
  infer: (params, [x]) =>
    notOver('UpSampling1D', 1, x ?? []) ?? { outputs: [[x![0]! * params.size, x![1]!]] },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ ops }, params, _weights, [x]) => withoutMask(ops.upSample(x!.value, [params.size], 'nearest')),
  keras: (params) => ({ className: 'UpSampling1D', config: { size: params.size }, weights: [] }),
  fromKeras: { className: 'UpSampling1D', params: (config) => ({ size: config['size'] }) },
  onnx: (writer, params, [x]) => [onnxResize(writer, x!, [1, params.size, 1], NEAREST)],
  examples: [
    { inputs: [[3, 2]], outputs: [[6, 2]] },
    { params: { size: 3 }, inputs: [[2, 1]], outputs: [[6, 1]] },
  ],
});
