import { defineSchedule } from '../define.ts';
import { number } from '../params.ts';
import { halfWave } from './parts.ts';

/** Keras has none: the form that PyTorch's OneCycleLR made usual (Smith and Topin 2018), both ways along a cosine. */
export const oneCycle = defineSchedule({
  kind: 'oneCycle',
  label: 'One cycle',
  doc: 'Climbs to the learning rate and falls far below where it began, once in the run: often the fastest way to a good network.',
  formula: 'from η/div up to η, then down to η/(div · final)',
  params: {
    peakAt: number('Peak at', 0.3, [0, 1], 'The part of the run after which the rate is highest.', {
      step: 0.05,
    }),
    div: number('Start divisor', 25, [1, 10_000], 'How many times smaller the first rate is.', { step: 1 }),
    finalDiv: number(
      'Final divisor',
      10_000,
      [1, 1e9],
      'How many times smaller than the first the last rate is.',
      { step: 100 },
    ),
  },
  factor({ peakAt, div, finalDiv }, { step, steps }) {
    // The last step has the last rate.
    const part = steps > 1 ? Math.min(1, step / (steps - 1)) : 1;
    const [from, to] = part < peakAt ? [1 / div, 1] : [1, 1 / (div * finalDiv)];
    const along = part < peakAt ? part / peakAt : (part - peakAt) / Math.max(1e-9, 1 - peakAt);
    return to + (from - to) * halfWave(along);
  },
});
