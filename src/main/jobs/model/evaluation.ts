/** From the losses and metrics of single rows to those of a split. */
import type { Evaluation } from '../../../shared/contract/runs.ts';
import type { ModelData } from './data.ts';
import type { Plan } from './plan.ts';
import { columnTargets } from './targets.ts';

/**
 * Evaluates rows in batches with `evaluate` (see `evaluateRows`), giving the event loop a turn after each. Metrics have
 * the plan's series as names. The confusion is that of the first output with classes. `cancelled` ends it early: null.
 */
export async function evaluation(
  plan: Plan,
  data: ModelData,
  rows: Int32Array,
  batch: number,
  evaluate: (rows: Int32Array) => Float32Array,
): Promise<Evaluation>;
export async function evaluation(
  plan: Plan,
  data: ModelData,
  rows: Int32Array,
  batch: number,
  evaluate: (rows: Int32Array) => Float32Array,
  cancelled: () => boolean,
): Promise<Evaluation | null>;
export async function evaluation(
  plan: Plan,
  data: ModelData,
  rows: Int32Array,
  batch: number,
  evaluate: (rows: Int32Array) => Float32Array,
  cancelled: () => boolean = () => false,
): Promise<Evaluation | null> {
  const classified = columnTargets(plan).find(({ target }) => target.type === 'category');
  const classes = classified?.target.type === 'category' ? classified.target.column.classes : [];
  const counts = classes.map(() => classes.map(() => 0));
  const layout = layoutOf(plan);
  const sums = new Float64Array(layout.length);
  let penalties = 0;
  for (let from = 0; from < rows.length; from += batch) {
    const part = rows.subarray(from, from + batch);
    const values = evaluate(part);
    layout.forEach((_, value) => {
      for (let i = 0; i < part.length; i++) sums[value]! += values[value * part.length + i]!;
    });
    for (let i = 0; i < part.length; i++) penalties += values[layout.length * part.length + i]!;
    if (classified) {
      const predicted = layout.findIndex(
        ({ node, series }) => node === classified.output.node && series === null,
      );
      const actual = data.targets.get(classified.output.node)!;
      for (let i = 0; i < part.length; i++)
        counts[actual[part[i]!]!]![values[predicted * part.length + i]!]!++;
    }
    await new Promise((done) => setImmediate(done));
    if (cancelled()) return null;
  }
  const means = new Map(
    layout.map(({ node, series }, i) => [`${node}/${series ?? 'class'}`, sums[i]! / rows.length]),
  );
  const several = plan.outputs.length > 1;
  const metrics: Record<string, number> = {
    loss: plan.outputs.reduce((sum, { node }) => sum + means.get(`${node}/loss`)!, penalties / rows.length),
  };
  for (const { node, name, learns } of plan.outputs) {
    if (several) metrics[`${name}/loss`] = means.get(`${node}/loss`)!;
    for (const { kind } of learns.metrics)
      metrics[several ? `${name}/${kind}` : kind] = means.get(`${node}/${kind}`)!;
  }
  return {
    rows: rows.length,
    metrics: rows.length > 0 ? metrics : {},
    confusion: classified ? { classes, counts } : null,
  };
}

/** What `evaluateRows` gives, value by value, without its penalties at the end; `series` null: the predicted class. */
function layoutOf(plan: Plan): readonly { readonly node: string; readonly series: string | null }[] {
  return plan.outputs.flatMap(({ node, learns: { metrics, target } }) => [
    { node, series: 'loss' },
    ...metrics.map(({ kind }) => ({ node, series: kind })),
    ...(target.type === 'category' ? [{ node, series: null }] : []),
  ]);
}
