import { flag, range } from '../params.ts';
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

const factor = (label: string, doc: string) => range(label, [-0.2, 0.2], [-0.99, 1], doc);

export const randomZoom = augmentation({
  kind: 'randomZoom',
  label: 'RandomZoom',
  icon: 'zoom-in',
  doc: 'While training, makes what is on each picture larger or smaller, from its middle.',
  params: {
    heightFactor: factor(
      'Height factor',
      'How much more of the height is seen: 0.2 zooms out by a fifth, −0.2 zooms in.',
    ),
    widthFactor: factor('Width factor', 'The same for the width, where it has a draw of its own.'),
    keepRatio: flag('Keep ratio', true, 'Zooms width and height alike; the width factor is not used.'),
    ...resamplingParams,
  },
  summary: (params) => rangeText(params.heightFactor),
  augment: (context, params, x) => {
    const { tf, random } = context;
    const [n, height, width] = x.shape as [number, number, number];
    const down = tf.add(perPicture(tf, random, n, params.heightFactor, 'height'), 1);
    const across = params.keepRatio
      ? down
      : tf.add(perPicture(tf, random, n, params.widthFactor, 'width'), 1);
    const none = tf.zeros([n, 1]);
    const rest = (zoom: typeof x, length: number): typeof x => tf.mul(tf.sub(1, zoom), (length - 1) / 2);
    return transformed(
      context,
      x,
      [across, none, rest(across, width), none, down, rest(down, height)],
      params,
    );
  },
  keras: (params) => ({
    height_factor: params.heightFactor,
    width_factor: params.keepRatio ? null : params.widthFactor,
    ...kerasResampling(params),
  }),
  fromKeras: (config) => ({
    heightFactor: readRange(config['height_factor']),
    keepRatio: config['width_factor'] == null,
    ...(config['width_factor'] != null && { widthFactor: readRange(config['width_factor']) }),
    ...readResampling(config),
  }),
  examples: [
    { inputs: [[5, 4, 2]], outputs: [[5, 4, 2]] },
    {
      params: { heightFactor: [-0.5, 0], widthFactor: [0, 0.5], keepRatio: false, fillMode: 'nearest' },
      inputs: [[4, 6, 1]],
      outputs: [[4, 6, 1]],
    },
  ],
});
