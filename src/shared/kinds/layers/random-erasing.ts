import { choice, number, range } from '../params.ts';
import { augmentation, perPicture } from './parts/augmentation.ts';
import { valueRangeParam } from './parts/value-range.ts';

export const randomErasing = augmentation({
  kind: 'randomErasing',
  label: 'RandomErasing',
  icon: 'eraser',
  doc: 'While training, covers a rectangle of some pictures, so that the network does not rely on any one part.',
  params: {
    factor: range(
      'Factor',
      [0, 1],
      [0, 1],
      'How likely a picture is to lose a rectangle, drawn for each: 0, 1 is half of them; 1, 1 all.',
    ),
    scale: range(
      'Scale',
      [0.02, 0.33],
      [0, 1],
      'Each side of the rectangle is the square root of a number from this range, times the picture’s.',
    ),
    fill: choice(
      'Fill',
      ['noise', 'value'],
      'noise',
      'What covers the rectangle: random noise, or one value.',
    ),
    fillValue: number('Fill value', 0, [-1e6, 1e6], 'The value that covers it.', { step: 0.1 }),
    valueRange: valueRangeParam,
  },
  summary: (params) => params.factor.join(', '),
  augment: ({ tf, random }, params, x) => {
    const [n, height, width] = x.shape as [number, number, number];
    const [dark, bright] = params.valueRange;
    /** 1 where a picture's rectangle lies along one axis: [n, length]. */
    const along = (length: number, stream: string): typeof x => {
      const side = tf.mul(tf.sqrt(perPicture(tf, random, n, params.scale, `${stream} length`)), length);
      const start = tf.mul(random.uniform([n, 1], `${stream} start`), tf.sub(length, side));
      const places = tf.reshape(tf.range(0, length), [1, length]);
      const inside = tf.logicalAnd(tf.greaterEqual(places, start), tf.less(places, tf.add(start, side)));
      return tf.cast(inside, 'float32');
    };
    const likely = perPicture(tf, random, n, params.factor, 'likely');
    const chosen = tf.cast(tf.less(random.uniform([n, 1], 'chosen'), likely), 'float32');
    const rows = tf.reshape(tf.mul(along(height, 'height'), chosen), [n, height, 1, 1]);
    const covered = tf.mul(rows, tf.reshape(along(width, 'width'), [n, 1, width, 1]));
    const cover =
      params.fill === 'noise'
        ? tf.clipByValue(tf.mul(random.normal(x.shape, 'noise'), bright), dark, bright)
        : Math.min(Math.max(params.fillValue, dark), bright);
    return tf.add(tf.mul(x, tf.sub(1, covered)), tf.mul(covered, cover));
  },
  keras: (params) => ({
    factor: params.factor,
    scale: params.scale,
    fill_value: params.fill === 'noise' ? null : params.fillValue,
    value_range: params.valueRange,
  }),
  fromKeras: ({ factor, scale, fill_value: value, value_range: valueRange }) => {
    if (value != null && typeof value !== 'number') return null;
    const fill = value == null ? { fill: 'noise' } : { fill: 'value', fillValue: value };
    return { factor, scale, valueRange, ...fill };
  },
  examples: [
    { inputs: [[5, 4, 2]], outputs: [[5, 4, 2]] },
    {
      params: { factor: [1, 1], scale: [0.3, 0.6], fill: 'value', fillValue: 0.5 },
      inputs: [[6, 5, 1]],
      outputs: [[6, 5, 1]],
    },
  ],
});
