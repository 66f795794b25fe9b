import { named } from '../../words/problems.ts';
import { choice } from '../params.ts';
import { augmentation } from './parts/augmentation.ts';

/** Where both directions are asked for, each has a draw of its own (Keras flips both or none). */
export const randomFlip = augmentation({
  kind: 'randomFlip',
  label: 'RandomFlip',
  icon: 'flip-horizontal-2',
  doc: 'While training, mirrors half of the pictures. Use it where left and right (or up and down) mean the same.',
  params: {
    mode: choice(
      'Mode',
      ['horizontal_and_vertical', 'horizontal', 'vertical'],
      'horizontal_and_vertical',
      'horizontal: left becomes right; vertical: up becomes down.',
    ),
  },
  summary: (params) => named.flips[params.mode],
  augment: ({ tf, random }, { mode }, x) => {
    const flip = (pictures: typeof x, axis: number, stream: string): typeof x => {
      const chosen = tf.cast(tf.less(random.uniform([x.shape[0]!, 1, 1, 1], stream), 0.5), 'float32');
      return tf.add(tf.mul(pictures, tf.sub(1, chosen)), tf.mul(tf.reverse(pictures, axis), chosen));
    };
    const across = mode === 'vertical' ? x : flip(x, 2, 'horizontal');
    return mode === 'horizontal' ? across : flip(across, 1, 'vertical');
  },
  keras: ({ mode }) => ({ mode }),
  fromKeras: ({ mode }) => ({ mode }),
  examples: [
    { inputs: [[4, 3, 2]], outputs: [[4, 3, 2]] },
    { params: { mode: 'horizontal' }, inputs: [[3, 5, 1]], outputs: [[3, 5, 1]] },
    { params: { mode: 'vertical' }, inputs: [[3, 2, 2]], outputs: [[3, 2, 2]] },
  ],
});
