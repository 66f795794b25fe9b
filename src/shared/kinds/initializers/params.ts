import { choice, number } from '../params.ts';

const SPAN = [-1000, 1000] as const;

/** The parameters of all initializers by Keras' names; those that have one of the same name mean the same by it. */
export const ownParams = {
  value: number('Value', 0, SPAN, 'What every weight is before training.'),
  mean: number('Mean', 0, SPAN, 'Mean of the numbers that are drawn.'),
  stddev: number(
    'Deviation',
    0.05,
    [0, 1000],
    'Standard deviation of the numbers that are drawn, before any are cut off.',
  ),
  minval: number('Minimum', -0.05, SPAN, 'The least number that can be drawn.'),
  maxval: number('Maximum', 0.05, SPAN, 'The end of the range that numbers are drawn from.'),
  scale: number('Scale', 1, [1e-6, 1000], 'What the variance is before it is divided: He takes 2, Glorot 1.'),
  mode: choice(
    'Mode',
    ['fan_in', 'fan_out', 'fan_avg'],
    'fan_in',
    'What the variance is divided by: the number of inputs, that of outputs, or their mean.',
  ),
  distribution: choice(
    'Distribution',
    ['truncated_normal', 'untruncated_normal', 'uniform'],
    'truncated_normal',
    'Normal numbers cut off at two deviations, all normal numbers, or uniform ones; each of the same variance.',
  ),
  gain: number('Gain', 1, SPAN, 'Every value is multiplied by this.'),
} as const;
