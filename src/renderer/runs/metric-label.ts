import { measureOf } from '../../shared/kinds/metrics/index.ts';
import { kindWords } from '../../shared/words/kinds.ts';
import { measured, percent, wholePercent } from '../../shared/words/numbers.ts';
import { ui } from '../../shared/words/ui/index.ts';

/** What a metric is called: 'loss' is every run's own. With several outputs the output's name stands before it. */
export const metricLabel = (name: string): string => {
  const kind = name.split('/').at(-1)!;
  if (kind === 'learningRate') return ui.train.settings.learningRate;
  const measure = measureOf(kind);
  const label = measure ? kindWords('metrics', measure).label : ui.train.curves.loss;
  return kind === name ? label : `${name.slice(0, -kind.length - 1)}: ${label}`;
};

/** How a metric's values are written: parts of all rows as per cent. */
export const metricWriter = (name: string): ((value: number) => string) =>
  measureOf(name.split('/').at(-1)!)?.part ? percent : measured;

/** The same on an axis, where short is better. */
export const axisWriter = (name: string): ((value: number) => string) =>
  metricWriter(name) === percent ? wholePercent : measured;
