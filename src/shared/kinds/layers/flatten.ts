import { defineLayer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

export const flatten = defineLayer({
  kind: 'flatten',
  label: 'Flatten',
  group: 'shape',
  icon: 'rows-3',
  doc: 'Lays all values of a sample in one row, without changing them.',
  params: {},
  inputs: input('Any shape.'),
  outputs: output('One row of numbers.'),
  summary: () => '',
  infer: (_params, [x]) => ({ outputs: [[sizeOf(x ?? [])]] }),
  weights: () => ({}),
  multiplyAdds: () => 0,
  // The row has no time steps left that a mask could mark.
  forward: ({ tf }, _params, _weights, [x]) => ({
    outputs: [{ value: tf.reshape(x!.value, [x!.value.shape[0]!, sizeOf(x!.value.shape.slice(1))]) }],
  }),
  keras: () => ({ className: 'Flatten', config: { data_format: 'channels_last' }, weights: [] }),
  fromKeras: {
    className: 'Flatten',
    params: (config) => (plain(config, { data_format: 'channels_last' }) ? {} : null),
  },
  onnx: (writer, _params, [x]) => [writer.node('Flatten', [x!], { axis: 1 })],
  examples: [
    { inputs: [[4, 3, 2]], outputs: [[24]] },
    { inputs: [[5]], outputs: [[5]] },
    { inputs: [[3, 2]], outputs: [[6]] },
  ],
});
