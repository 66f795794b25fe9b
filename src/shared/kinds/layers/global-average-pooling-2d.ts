import { defineLayer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { wanted } from '../../words/problems.ts';
import { plain } from './parts/keras.ts';
import { toChannelsFirst } from './parts/layout.ts';
import { input, output } from './parts/ports.ts';
import { picture } from './parts/window.ts';

export const globalAveragePooling2D = defineLayer({
  kind: 'globalAveragePooling2D',
  label: 'GlobalAveragePooling2D',
  group: 'pooling',
  icon: 'chevrons-down',
  doc: 'Turns each channel of a picture into one number, its mean. Pictures of any size become one row.',
  formula: 'y[c] = mean over i, j of x[i, j, c]',
  params: {},
  inputs: input('A picture: height × width × channels.'),
  outputs: output('One number a channel.'),
  summary: () => '',
  infer: (_params, [x]) =>
    x?.length === 3
      ? { outputs: [[x[2]!]] }
      : {
          misfit: {
            code: 'rank-wrong',
            facts: { layer: 'GlobalAveragePooling2D', wants: wanted.image, shape: x ?? [] },
          },
        },
  weights: () => ({}),
  multiplyAdds: (_params, [x]) => sizeOf(x!),
  // Its gradient is spread over the picture in steps.
  extraValues: (_params, [x]) => 2 * sizeOf(x!),
  forward: ({ tf }, _params, _weights, [x]) => picture(tf.mean(x!.value, [1, 2])),
  keras: () => ({
    className: 'GlobalAveragePooling2D',
    config: { data_format: 'channels_last', keepdims: false },
    weights: [],
  }),
  fromKeras: {
    className: 'GlobalAveragePooling2D',
    params: (config) => (plain(config, { data_format: 'channels_last', keepdims: false }) ? {} : null),
  },
  onnx: (writer, _params, [x]) => {
    const pooled = writer.node('GlobalAveragePool', [toChannelsFirst(writer, x!)]);
    return [writer.node('Flatten', [pooled], { axis: 1 })];
  },
  examples: [{ inputs: [[4, 5, 3]], outputs: [[3]] }],
});
