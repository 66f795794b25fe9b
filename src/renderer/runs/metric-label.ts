import { metricOf } from '../../shared/kinds/metrics/index.ts';
import { ui } from '../../shared/words/ui/index.ts';

/** What a metric is called: 'loss' is every run's own. */
export const metricLabel = (name: string): string => metricOf(name)?.label ?? ui.train.curves.loss;
