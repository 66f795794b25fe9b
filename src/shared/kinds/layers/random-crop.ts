import { defineLayer } from '../define.ts';
import { integer } from '../params.ts';
import type { Shape } from '../shape.ts';
import { wanted } from '../../words/problems.ts';
import { perPicture } from './parts/augmentation.ts';
import { plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

interface Crop {
  readonly height: number;
  readonly width: number;
}

/** The top left corner of the part in the middle. */
const middle = ({ height, width }: Crop, shape: Shape): readonly [number, number] => [
  Math.floor((shape[0]! - height) / 2),
  Math.floor((shape[1]! - width) / 2),
];

export const randomCrop = defineLayer({
  kind: 'randomCrop',
  label: 'RandomCrop',
  group: 'augmentation',
  icon: 'crop',
  doc: 'While training, cuts a part out of each picture at a place of its own; otherwise the part in the middle.',
  params: {
    height: integer('Height', 24, 1, 'Height of the part.', { max: 10_000, unit: 'px' }),
    width: integer('Width', 24, 1, 'Width of the part.', { max: 10_000, unit: 'px' }),
  },
  inputs: input('A picture: height × width × channels.'),
  outputs: output('A part of it.'),
  summary: ({ height, width }) => `${height} × ${width}`,
  infer: ({ height, width }, [x]) => {
    const layer = 'RandomCrop';
    if (x?.length !== 3)
      return { misfit: { code: 'rank-wrong', facts: { layer, wants: wanted.image, shape: x ?? [] } } };
    return height <= x[0]! && width <= x[1]!
      ? { outputs: [[height, width, x[2]!]] }
      : { misfit: { code: 'crop-too-large', facts: { layer, size: [height, width], shape: x } } };
  },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ tf, ops, random, training }, params, _weights, [x]) => {
    const [n, height, width, channels] = x!.value.shape as [number, number, number, number];
    const size = [params.height, params.width] as const;
    if (!training) {
      const value = tf.slice(x!.value, [0, ...middle(params, [height, width]), 0], [n, ...size, channels]);
      return { outputs: [{ value }] };
    }
    // The smaller of the two: a product may be rounded up to the number of places.
    const start = (places: number, stream: string) =>
      tf.minimum(tf.floor(perPicture(tf, random, n, [0, places], stream)), places - 1);
    const [one, none] = [tf.ones([n, 1]), tf.zeros([n, 1])];
    const down = start(height - params.height + 1, 'height');
    const right = start(width - params.width + 1, 'width');
    const transforms = tf.concat([one, none, right, none, one, down, none, none], 1);
    const how = { interpolation: 'nearest', fillMode: 'constant', fillValue: 0, size } as const;
    return { outputs: [{ value: ops.resample(x!.value, transforms, how) }] };
  },
  // Keras' own RandomCrop (3.15) hands pictures on uncut outside training, which no layer after it could take.
  keras: ({ height, width }) => ({
    className: 'CenterCrop',
    config: { height, width, data_format: 'channels_last' },
    weights: [],
  }),
  fromKeras: {
    className: 'CenterCrop',
    params: (config) =>
      plain(config, { data_format: 'channels_last' })
        ? { height: config['height'], width: config['width'] }
        : null,
  },
  onnx: (writer, params, [x], [shape]) => {
    const whole = (numbers: readonly number[]): string =>
      writer.constant(BigInt64Array.from(numbers, BigInt), [numbers.length]);
    const [top, left] = middle(params, shape!);
    const ends = [top + params.height, left + params.width];
    return [writer.node('Slice', [x!, whole([top, left]), whole(ends), whole([1, 2])])];
  },
  examples: [
    { params: { height: 3, width: 2 }, inputs: [[6, 5, 2]], outputs: [[3, 2, 2]] },
    { params: { height: 4, width: 4 }, inputs: [[4, 4, 1]], outputs: [[4, 4, 1]] },
  ],
});
