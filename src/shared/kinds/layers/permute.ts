import { defineLayer } from '../define.ts';
import { order } from '../params.ts';
import { input, output } from './parts/ports.ts';
import { withoutMask } from './parts/window.ts';

export const permute = defineLayer({
  kind: 'permute',
  label: 'Permute',
  group: 'shape',
  icon: 'arrow-left-right',
  doc: 'Brings the axes of a sample into another order: 2, 1 exchanges time steps and channels.',
  formula: 'output axis i is input axis dims[i]',
  params: {
    dims: order('Axes', [2, 1], 'For each output axis, the number of the input axis; the first axis is 1.'),
  },
  inputs: input('As many axes as there are numbers.'),
  outputs: output('The same values with their axes in the new order.'),
  summary: (params) => params.dims.join(', '),
  infer: (params, [x]) => {
    const from = x ?? [];
    const named = new Set(params.dims);
    const right = params.dims.length === from.length && from.every((_, axis) => named.has(axis + 1));
    return right
      ? { outputs: [params.dims.map((axis) => from[axis - 1]!)] }
      : {
          misfit: {
            code: 'axes-not-each-once',
            facts: { layer: 'Permute', axes: params.dims, shape: from },
          },
        };
  },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ tf }, params, _weights, [x]) => withoutMask(tf.transpose(x!.value, [0, ...params.dims])),
  keras: (params) => ({ className: 'Permute', config: { dims: params.dims }, weights: [] }),
  fromKeras: { className: 'Permute', params: (config) => ({ dims: config['dims'] }) },
  onnx: (writer, params, [x]) => [writer.node('Transpose', [x!], { perm: [0, ...params.dims] })],
  examples: [
    { inputs: [[3, 2]], outputs: [[2, 3]] },
    { params: { dims: [3, 1, 2] }, inputs: [[4, 3, 2]], outputs: [[2, 4, 3]] },
  ],
});
