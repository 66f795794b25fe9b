import { range } from '../params.ts';
import { augmentation, perPicture } from './parts/augmentation.ts';
import { valueRangeParam } from './parts/value-range.ts';

export const randomContrast = augmentation({
  kind: 'randomContrast',
  label: 'RandomContrast',
  icon: 'contrast',
  doc: 'While training, moves the pixels of each picture away from the mean of their channel, or towards it.',
  formula: 'y = (x − mean) · factor + mean, factor from 1 − lower to 1 + upper',
  params: {
    factor: range(
      'Factor',
      [0.2, 0.2],
      [0, 1],
      'How much weaker and how much stronger the contrast may become: 0.2, 0.5 is from 0.8 to 1.5 times.',
    ),
    valueRange: valueRangeParam,
  },
  summary: (params) => params.factor.join(', '),
  augment: ({ tf, random }, { factor: [lower, upper], valueRange }, x) => {
    const factor = perPicture(tf, random, x.shape[0]!, [1 - lower, 1 + upper], 'contrast');
    const mean = tf.mean(x, [1, 2], true);
    const stretched = tf.mul(tf.sub(x, mean), tf.reshape(factor, [-1, 1, 1, 1]));
    return tf.clipByValue(tf.add(stretched, mean), ...valueRange);
  },
  keras: (params) => ({ factor: params.factor, value_range: params.valueRange }),
  fromKeras: (config) => ({ factor: config['factor'], valueRange: config['value_range'] }),
  examples: [
    { params: { valueRange: [-9, 9] }, inputs: [[4, 3, 2]], outputs: [[4, 3, 2]] },
    { params: { factor: [0.1, 0.9] }, inputs: [[3, 3, 1]], outputs: [[3, 3, 1]] },
  ],
});
