import type { MetricKind } from '../define.ts';
import { accuracy } from './accuracy.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';

export const metrics = [
  accuracy,
  meanAbsoluteError,
  meanSquaredError,
] as const satisfies readonly MetricKind[];

/** The metric of this name. */
export const metricOf = (kind: string): MetricKind | undefined =>
  metrics.find((known) => known.kind === kind);
