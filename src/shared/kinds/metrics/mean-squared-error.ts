import { defineMetric } from '../define.ts';
import { meanSquaredError as loss } from '../losses/mean-squared-error.ts';

export const meanSquaredError = defineMetric({
  kind: 'meanSquaredError',
  label: 'Mean squared error',
  doc: 'The mean of the squared differences; its square root is in the units of the target.',
  targets: ['number'],
  better: 'lower',
  part: false,
  rows: (context, params, prediction, target, mask) => loss.rows(context, params, prediction, target, mask),
});
