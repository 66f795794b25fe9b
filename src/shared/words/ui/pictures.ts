import type { WatchedValues } from '../../contract/watch.ts';
import { measured, shortCount, wholePercent } from '../numbers.ts';

const mean = ({ statistics }: WatchedValues): string =>
  statistics.mean === null ? 'no finite value' : `mean ${measured(statistics.mean)}`;
const spread = ({ statistics: { min, max, zeros, notFinite } }: WatchedValues): readonly string[] => [
  ...(min === null || max === null ? [] : [`from ${measured(min)} to ${measured(max)}`]),
  ...(zeros > 0 ? [`${wholePercent(zeros)} zeros`] : []),
  ...(notFinite > 0 ? [`${notFinite} not finite`] : []),
];

/** Words of the small pictures on the layers. */
export const pictures = {
  label: 'Pictures on the layers',
  choices: {
    none: 'No pictures',
    output: 'Outputs',
    activations: 'Activations',
    weights: 'Weights',
    gradients: 'Gradients',
  },
  hints: {
    none: 'Nothing is looked at while a run trains.',
    output: 'How the values that each layer gives are distributed.',
    activations: 'What each layer makes of one row: blue below zero, orange above.',
    weights: 'How the weights of each layer are distributed.',
    gradients: 'How large the gradients of each weight are on average, from a hundred-millionth to 1.',
  },
  /** Above the canvas' tools. */
  legend: {
    output: 'How often each value comes, from the smallest to the largest.',
    activations: 'One row, up to the ± beside it.',
    weights: 'How often each value comes, from the smallest to the largest.',
    gradients: 'Mean size, in powers of ten from 10⁻⁸ to 1.',
  },
  /** Where nothing is drawn yet. */
  waiting: 'shown while a run trains',
  step: (step: number) => `step ${shortCount(step)}`,
  noWeights: 'no weights',
  notTrained: 'not trained',
  noPicture: 'no picture of so many axes',
  output: (values: WatchedValues) => `output: ${[mean(values), ...spread(values)].join(', ')}`,
  activations: (values: WatchedValues, scale: number) =>
    `activations of one row, blue to ${measured(-scale)} and orange to ${measured(scale)}; of all rows ${[mean(values), ...spread(values)].join(', ')}`,
  weights: (weights: readonly WatchedValues[]) =>
    weights.map((values) => `${values.name}: ${[mean(values), ...spread(values)].join(', ')}`).join('; '),
  gradients: (gradients: readonly WatchedValues[]) =>
    gradients
      .map(({ name, statistics: { magnitude } }) =>
        magnitude === null
          ? `gradient of ${name}: not finite`
          : `gradient of ${name}: ${measured(magnitude)} on average`,
      )
      .join('; '),
};
export type PicturesWords = typeof pictures;
