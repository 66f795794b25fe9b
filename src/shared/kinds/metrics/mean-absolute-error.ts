import { defineMetric } from '../define.ts';
import { meanAbsoluteError as loss } from '../losses/mean-absolute-error.ts';

export const meanAbsoluteError = defineMetric({
  kind: 'meanAbsoluteError',
  label: 'Mean absolute error',
  doc: 'How far the predictions are off on average, in the units of the target.',
  targets: ['number'],
  better: 'lower',
  part: false,
  rows: (context, params, prediction, target, mask) => loss.rows(context, params, prediction, target, mask),
});
