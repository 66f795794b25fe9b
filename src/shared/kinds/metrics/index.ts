import type { Measure, MetricKind, RowMetric, WholeMetric } from '../define.ts';
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

/** The metric of this name. */
export const metricOf = (kind: string): MetricKind | undefined =>
  metrics.find((known) => known.kind === kind);

/** How what an evaluation measures is shown: a metric, or what is measured beside them. */
export const measureOf = (kind: string): Measure | undefined =>
  kind === exactMatch.kind ? exactMatch : metricOf(kind);

/** Those that are a mean of what each row gives, measured in training too. */
export const isRowMetric = (metric: MetricKind): metric is RowMetric => 'rows' in metric;
/** Those that need all rows of a split, measured in evaluations only. */
export const isWholeMetric = (metric: MetricKind): metric is WholeMetric => 'whole' in metric;
