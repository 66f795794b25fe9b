import { range } from '../params.ts';
import { augmentation, perPicture, rangeText, readRange } from './parts/augmentation.ts';
import { valueRangeParam } from './parts/value-range.ts';

export const randomBrightness = augmentation({
  kind: 'randomBrightness',
  label: 'RandomBrightness',
  icon: 'sun',
  doc: 'While training, makes each picture brighter or darker by an amount of its own.',
  params: {
    factor: range(
      'Factor',
      [-0.2, 0.2],
      [-1, 1],
      'From which part of the value range to which is added to every pixel: −1 is black, 1 is white.',
    ),
    valueRange: valueRangeParam,
  },
  summary: (params) => rangeText(params.factor),
  augment: ({ tf, random }, { factor, valueRange: [dark, bright] }, x) => {
    const added = tf.mul(perPicture(tf, random, x.shape[0]!, factor, 'brightness'), bright - dark);
    return tf.clipByValue(tf.add(x, tf.reshape(added, [-1, 1, 1, 1])), dark, bright);
  },
  keras: (params) => ({ factor: params.factor, value_range: params.valueRange }),
  fromKeras: (config) => ({ factor: readRange(config['factor']), valueRange: config['value_range'] }),
  examples: [
    { params: { valueRange: [-9, 9] }, inputs: [[4, 3, 2]], outputs: [[4, 3, 2]] },
    { params: { factor: [0, 0.5] }, inputs: [[3, 3, 1]], outputs: [[3, 3, 1]] },
  ],
});
