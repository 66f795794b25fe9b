import { defineLayer } from '../define.ts';
import { choice, sizes } from '../params.ts';
import { shapeText, sizeOf } from '../shape.ts';
import { plain } from './parts/keras.ts';
import { toChannelsFirst, toChannelsLast } from './parts/layout.ts';
import { input, output } from './parts/ports.ts';
import { NEAREST, onnxResize } from './parts/up-sampling.ts';
import { notOver, over, withoutMask } from './parts/window.ts';

const interpolations = ['nearest', 'bilinear'] as const;

export const upSampling2D = defineLayer({
  kind: 'upSampling2D',
  label: 'UpSampling2D',
  group: 'shape',
  icon: 'maximize-2',
  doc: 'Makes a picture larger by repeating its pixels, or by blending between them.',
  formula:
    'nearest: y[i, j] = x[⌊i / size⌋, ⌊j / size⌋]; bilinear: the mean of the four pixels around, weighted by nearness',
  params: {
    size: sizes('Size', over[2].sides, [2, 2], 'How many times larger height and width become.', {
      max: 256,
    }),
    interpolation: choice(
      'Interpolation',
      interpolations,
      'nearest',
      'nearest: each pixel is repeated; bilinear: pixels in between are blended.',
    ),
  },
  inputs: input('A picture: height × width × channels.'),
  outputs: output('A larger picture with the same channels.'),
  summary: (params) => `× ${shapeText(params.size)}`,
  infer: (params, [x]) =>
    notOver('UpSampling2D', 2, x ?? []) ?? {
      outputs: [[x![0]! * params.size[0]!, x![1]! * params.size[1]!, x![2]!]],
    },
  weights: () => ({}),
  // Each pixel of a blend weighs four.
  multiplyAdds: (params, [x]) =>
    params.interpolation === 'nearest' ? 0 : 4 * sizeOf(x!) * sizeOf(params.size),
  forward: ({ ops }, params, _weights, [x]) =>
    withoutMask(ops.upSample(x!.value, params.size, params.interpolation)),
  keras: (params) => ({
    className: 'UpSampling2D',
    config: { size: params.size, data_format: 'channels_last', interpolation: params.interpolation },
    weights: [],
  }),
  fromKeras: {
    className: 'UpSampling2D',
    params: (config) => {
      const interpolation = interpolations.find((name) => name === (config['interpolation'] ?? 'nearest'));
      if (!interpolation || !plain(config, { data_format: 'channels_last' })) return null;
      return { size: config['size'], interpolation };
    },
  },
  onnx: (writer, params, [x]) => {
    if (params.interpolation === 'nearest') return [onnxResize(writer, x!, [1, ...params.size, 1], NEAREST)];
    const blended = onnxResize(writer, toChannelsFirst(writer, x!, 2), [1, 1, ...params.size], {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    });
    return [toChannelsLast(writer, blended, 2)];
  },
  examples: [
    { inputs: [[3, 2, 2]], outputs: [[6, 4, 2]] },
    { params: { size: [1, 3] }, inputs: [[2, 2, 1]], outputs: [[2, 6, 1]] },
    {
      params: { size: [2, 3], interpolation: 'bilinear' },
      inputs: [[3, 2, 2]],
      outputs: [[6, 6, 2]],
    },
  ],
});
