import { range } from '../params.ts';
import {
  augmentation,
  kerasResampling,
  perPicture,
  rangeText,
  readRange,
  readResampling,
  resamplingParams,
  transformed,
} from './parts/augmentation.ts';

export const randomTranslation = augmentation({
  kind: 'randomTranslation',
  label: 'RandomTranslation',
  icon: 'move',
  doc: 'While training, shifts each picture by an amount of its own.',
  params: {
    heightFactor: range(
      'Height factor',
      [-0.1, 0.1],
      [-1, 1],
      'From which part of the height to which it is shifted; positive is down.',
    ),
    widthFactor: range(
      'Width factor',
      [-0.1, 0.1],
      [-1, 1],
      'From which part of the width to which it is shifted; positive is to the right.',
    ),
    ...resamplingParams,
  },
  summary: (params) => `${rangeText(params.heightFactor)}, ${rangeText(params.widthFactor)}`,
  augment: (context, params, x) => {
    const { tf, random } = context;
    const [n, height, width] = x.shape as [number, number, number];
    const down = tf.mul(perPicture(tf, random, n, params.heightFactor, 'height'), -height);
    const right = tf.mul(perPicture(tf, random, n, params.widthFactor, 'width'), -width);
    const [one, none] = [tf.ones([n, 1]), tf.zeros([n, 1])];
    return transformed(context, x, [one, none, right, none, one, down], params);
  },
  keras: (params) => ({
    height_factor: params.heightFactor,
    width_factor: params.widthFactor,
    ...kerasResampling(params),
  }),
  fromKeras: (config) => ({
    heightFactor: readRange(config['height_factor']),
    widthFactor: readRange(config['width_factor']),
    ...readResampling(config),
  }),
  examples: [
    { inputs: [[5, 4, 2]], outputs: [[5, 4, 2]] },
    {
      params: { heightFactor: [0, 0.5], widthFactor: [-0.3, 0.6], fillMode: 'wrap' },
      inputs: [[4, 4, 1]],
      outputs: [[4, 4, 1]],
    },
  ],
});
