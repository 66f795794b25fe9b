import { metricOf } from '../../shared/kinds/metrics/index.ts';
import { measured, THIN } from '../../shared/words/numbers.ts';
import { ui } from '../../shared/words/ui/index.ts';

/** What a metric is called: 'loss' is every run's own. */
export const metricLabel = (name: string): string => metricOf(name)?.label ?? ui.train.curves.loss;

/** How a metric's values are written: parts of all rows as per cent. */
export const metricWriter = (name: string): ((value: number) => string) =>
  name === 'accuracy' ? (value) => `${Number((value * 100).toFixed(2))}${THIN}%` : measured;
