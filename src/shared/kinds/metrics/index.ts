import type { Measure, MetricKind, RowMetric, WholeMetric } from '../define.ts';
import { defaults } from '../params.ts';
import type { Params } from '../params.ts';
import { accuracy } from './accuracy.ts';
import { auc } from './auc.ts';
import { exactMatch } from './exact-match.ts';
import { f1Score } from './f1-score.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';
import { perplexity } from './perplexity.ts';
import { precision } from './precision.ts';
import { r2Score } from './r2-score.ts';
import { recall } from './recall.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';
import { topKCategoricalAccuracy } from './top-k-categorical-accuracy.ts';

/** In the order in which they are shown: the first that a target has is the one to look at. */
export const metrics = [
  accuracy,
  topKCategoricalAccuracy,
  perplexity,
  precision,
  recall,
  f1Score,
  auc,
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  r2Score,
] as const satisfies readonly MetricKind[];

/** The parameters of all metrics. */
export const metricParams = topKCategoricalAccuracy.params satisfies Params;

/** A metric's own parameters among those of an output layer. */
export const metricParamsOf = (
  { params = {} }: Pick<MetricKind, 'params'>,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.keys(params).map((name) => [name, values[name]]));

/** What a run calls a metric: its kind, with its parameters' values where they are not the defaults, as in "…@3". */
export function metricName(
  { kind, params = {} }: Pick<MetricKind, 'kind' | 'params'>,
  values: Readonly<Record<string, unknown>>,
): string {
  const told = Object.entries(params).map(([name, param]) => [values[name], param.default] as const);
  return told.some(([value, usual]) => value !== usual)
    ? `${kind}@${told.map(([value]) => String(value)).join(',')}`
    : kind;
}

/** A name's kind, whatever output's name stands before it and whatever parameters behind. */
export const metricKind = (name: string): string => name.split('/').at(-1)!.split('@')[0]!;

/** The metric of this name. */
export const metricOf = (name: string): MetricKind | undefined => {
  const kind = metricKind(name);
  return metrics.find((known) => known.kind === kind);
};

/** How what an evaluation measures is shown: a metric, or what is measured beside them. */
export const measureOf = (name: string): Measure | undefined =>
  metricKind(name) === exactMatch.kind ? exactMatch : metricOf(name);

/** The parameters that a metric's name tells. */
export function toldParams(name: string): Readonly<Record<string, string>> {
  const usual = defaults(metricOf(name)?.params ?? {});
  const told = name.split('/').at(-1)!.split('@')[1]?.split(',') ?? [];
  return Object.fromEntries(
    Object.entries(usual).map(([param, value], i) => [param, told[i] ?? String(value)]),
  );
}

/** Those that are a mean of what each row gives, measured in training too. */
export const isRowMetric = (metric: MetricKind): metric is RowMetric => 'rows' in metric;
/** Those that need all rows of a split, measured in evaluations only. */
export const isWholeMetric = (metric: MetricKind): metric is WholeMetric => 'whole' in metric;
