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

export const randomRotation = augmentation({
  kind: 'randomRotation',
  label: 'RandomRotation',
  icon: 'rotate-cw',
  doc: 'While training, turns each picture around its middle by an angle of its own.',
  formula: 'angle = factor · 360°, factor drawn from the range',
  params: {
    factor: range(
      'Factor',
      [-0.1, 0.1],
      [-1, 1],
      'From which part of a full turn to which: 0.1 is 36°; positive turns against the clock.',
    ),
    ...resamplingParams,
  },
  summary: (params) => rangeText(params.factor),
  augment: (context, params, x) => {
    const { tf, random } = context;
    const [n, height, width] = x.shape as [number, number, number];
    const angle = tf.mul(perPicture(tf, random, n, params.factor, 'angle'), 2 * Math.PI);
    const [cos, sin] = [tf.cos(angle), tf.sin(angle)];
    const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
    const right = tf.sub(middleX, tf.sub(tf.mul(cos, middleX), tf.mul(sin, middleY)));
    const down = tf.sub(middleY, tf.add(tf.mul(sin, middleX), tf.mul(cos, middleY)));
    return transformed(context, x, [cos, tf.neg(sin), right, sin, cos, down], params);
  },
  keras: (params) => ({ factor: params.factor, ...kerasResampling(params) }),
  fromKeras: (config) => ({ factor: readRange(config['factor']), ...readResampling(config) }),
  examples: [
    { inputs: [[5, 4, 2]], outputs: [[5, 4, 2]] },
    {
      params: { factor: [0, 0.5], fillMode: 'constant', fillValue: 0.5, interpolation: 'nearest' },
      inputs: [[4, 4, 1]],
      outputs: [[4, 4, 1]],
    },
  ],
});
