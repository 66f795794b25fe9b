/** What a Keras model measures, and what of that a run can watch. */
import { metricKind } from '../../kinds/metrics/index.ts';
import { topKCategoricalAccuracy } from '../../kinds/metrics/top-k-categorical-accuracy.ts';
import type { LearnedEnd } from '../ends.ts';
import { call, keyword, list, literal } from '../python.ts';
import { oneHot } from './losses.ts';

export interface KerasMetric {
  /** What its history calls it. */
  readonly name: string;
  /** What the model is compiled with. */
  readonly text: string;
  readonly higher?: true;
}

const ACCURACY: KerasMetric = { name: 'accuracy', text: literal('accuracy'), higher: true };
const ERROR: KerasMetric = { name: 'mean_absolute_error', text: literal('mean_absolute_error') };

/** By what a run of ours calls them. */
const KNOWN: Readonly<Record<string, KerasMetric>> = {
  accuracy: ACCURACY,
  meanAbsoluteError: ERROR,
  meanSquaredError: { name: 'mean_squared_error', text: literal('mean_squared_error') },
  rootMeanSquaredError: { name: 'root_mean_squared_error', text: 'keras.metrics.RootMeanSquaredError()' },
  r2Score: { name: 'r2_score', text: 'keras.metrics.R2Score()', higher: true },
};

/** The top of several classes, where that is measured. */
function topOf(end: LearnedEnd, mixed: boolean): KerasMetric | undefined {
  const asked = end.metrics.find(({ metric }) => metric.kind === topKCategoricalAccuracy.kind);
  if (!asked) return undefined;
  const k = literal(asked.params['k']);
  const name = `top_${k}_accuracy`;
  const kind = oneHot(end, mixed) === null ? 'SparseTopKCategoricalAccuracy' : 'TopKCategoricalAccuracy';
  return {
    name,
    text: call(`keras.metrics.${kind}`, [keyword('k', k), keyword('name', literal(name))]),
    higher: true,
  };
}

/** What a run of one output watches; undefined where Keras has no metric of that name. */
export function watchedMetric(
  monitor: string,
  ends: readonly LearnedEnd[],
  mixed: boolean,
): KerasMetric | undefined {
  if (ends.length > 1) return undefined;
  return metricKind(monitor) === topKCategoricalAccuracy.kind ? topOf(ends[0]!, mixed) : KNOWN[monitor];
}

/** Of one output in a list, of several in lists. */
export function metricsText(
  ends: readonly LearnedEnd[],
  mixed: boolean,
  watched: KerasMetric | undefined,
): string {
  const usual = ends.map((end) => {
    const top = topOf(end, mixed);
    return [(end.classes === null ? ERROR : ACCURACY).text, ...(top ? [top.text] : [])];
  });
  return list(
    ends.length === 1 ? [...new Set([...usual[0]!, ...(watched ? [watched.text] : [])])] : usual.map(list),
  );
}
