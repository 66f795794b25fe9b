import { defineMetric } from '../define.ts';
import { meanSquaredError } from '../losses/mean-squared-error.ts';

export const rootMeanSquaredError = defineMetric({
  kind: 'rootMeanSquaredError',
  label: 'Root mean squared error',
  doc: 'The size of a usual mistake, in the units of the target; large mistakes count more.',
  targets: ['number'],
  better: 'lower',
  part: false,
  rows: (context, params, prediction, target, mask) =>
    meanSquaredError.rows(context, params, prediction, target, mask),
  finish: Math.sqrt,
});
