/** What a run measures, by name, and whether its pictures can be mixed: the checker asks it, and a training job plans by it. */
import type { MetricKind } from '../kinds/define.ts';
import { metrics } from '../kinds/metrics/index.ts';
import type { AnyRecipe } from '../kinds/recipe.ts';
import type { Shape } from '../kinds/shape.ts';
import { targetType } from './ends.ts';
import type { Feed, Target } from './ends.ts';

/** The metrics that an output of this target has. */
export function metricsOf(target: Target): readonly MetricKind[] {
  const type = targetType(target);
  const steps = target.type === 'tokens' || (target.type === 'number' && (target.span?.length ?? 1) > 1);
  const about = { classes: target.type === 'category' ? target.column.classes.length : 0, steps };
  return (metrics as readonly MetricKind[]).filter(
    (metric) => metric.targets.includes(type) && (metric.fits?.(about) ?? true),
  );
}

/** An output that learns, with the kinds of some of its metrics. */
export interface Measuring {
  readonly name: string;
  readonly kinds: readonly string[];
}

/** 'loss', what the recipe measures, then each metric; with several outputs, each output's own under its name. */
export const stepMeasures = ({ series }: AnyRecipe, outputs: readonly Measuring[]): readonly string[] => [
  'loss',
  ...series,
  ...(outputs.length > 1
    ? metricNames(outputs.map(({ name, kinds }) => ({ name, kinds: ['loss', ...kinds] })))
    : metricNames(outputs)),
];

/** The names of metrics alone. */
export const metricNames = (outputs: readonly Measuring[]): readonly string[] =>
  outputs.flatMap(({ name, kinds }) => kinds.map((kind) => (outputs.length > 1 ? `${name}/${kind}` : kind)));

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
