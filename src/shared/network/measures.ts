/** What a run measures, by name, and whether its pictures can be mixed: the checker asks it, and a training job plans by it. */
import type { MetricKind } from '../kinds/define.ts';
import { metricKind, metricName, metricParamsOf, metrics } from '../kinds/metrics/index.ts';
import type { AnyRecipe } from '../kinds/recipe.ts';
import type { Shape } from '../kinds/shape.ts';
import { targetType } from './ends.ts';
import type { Feed, Target } from './ends.ts';

/** A metric as an output asks for it. */
export interface Asked<M extends MetricKind = MetricKind> {
  readonly metric: M;
  readonly params: Readonly<Record<string, unknown>>;
  /** What a run calls it. */
  readonly name: string;
}

/** The metrics that an output of this target has, told so by its parameters. */
export function metricsOf(target: Target, output: Readonly<Record<string, unknown>>): readonly Asked[] {
  const type = targetType(target);
  const steps = target.type === 'tokens' || (target.type === 'number' && (target.span?.length ?? 1) > 1);
  const about = { classes: classesOf(target).length, steps };
  return (metrics as readonly MetricKind[])
    .filter((metric) => metric.targets.includes(type))
    .map((metric): Asked => {
      const params = metricParamsOf(metric, output);
      return { metric, params, name: metricName(metric, params) };
    })
    .filter(({ metric, params }) => metric.fits?.(about, params) ?? true);
}

/** Those of one sort. */
export const sortOf = <M extends MetricKind>(
  is: (metric: MetricKind) => metric is M,
  asked: readonly Asked[],
): readonly Asked<M>[] => asked.filter((each): each is Asked<M> => is(each.metric));

/** What a target's class numbers stand for: classes or tokens; nothing where it is a number. */
export const classesOf = (target: Target): readonly string[] =>
  target.type === 'category'
    ? target.column.classes
    : target.type === 'tokens'
      ? target.column.vocabulary
      : [];

/** An output that learns, with the names of some of its metrics. */
export interface Measuring {
  readonly name: string;
  readonly metrics: readonly string[];
}

/** What a run that measures `series` calls what is to be watched, whatever the parameters of a metric are. */
export const monitored = (series: readonly string[], monitor: string): string | undefined => {
  const plain = (name: string): string => name.replace(/[^/]*$/, metricKind);
  return series.find((name) => name === monitor) ?? series.find((name) => plain(name) === monitor);
};

/** 'loss', what the recipe measures, then each metric; with several outputs, each output's own under its name. */
export const stepMeasures = ({ series }: AnyRecipe, outputs: readonly Measuring[]): readonly string[] => [
  'loss',
  ...series,
  ...(outputs.length > 1
    ? metricNames(outputs.map(({ name, metrics }) => ({ name, metrics: ['loss', ...metrics] })))
    : metricNames(outputs)),
];

/** The names of metrics alone. */
export const metricNames = (outputs: readonly Measuring[]): readonly string[] =>
  outputs.flatMap(({ name, metrics }) =>
    metrics.map((metric) => (outputs.length > 1 ? `${name}/${metric}` : metric)),
  );

/** Whether each row is one picture, and learns something that can be shared between two of them. */
export const canMix = (
  inputs: readonly (Pick<Feed, 'columns'> & { readonly shape: Shape })[],
  targets: readonly Target[],
): boolean =>
  targets.length > 0 &&
  targets.every(({ type }) => type !== 'input') &&
  inputs.length === 1 &&
  inputs[0]!.columns[0]?.type === 'image' &&
  inputs[0]!.shape.length === 3;
