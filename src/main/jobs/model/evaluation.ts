/** From the losses and metrics of single rows to those of a split. */
import type { Whole } from '../../../shared/kinds/define.ts';
import { metricNames } from '../../../shared/network/measures.ts';
import type { Evaluation } from '../../../shared/contract/runs.ts';
import type { ModelData } from './data.ts';
import { hasScores } from './evaluate-rows.ts';
import type { LearningOutput, Plan } from './plan.ts';
import { gather } from './rows.ts';

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
  const outputs = plan.outputs.map((output) => accumulate(output, data, rows));
  const layout = layoutOf(plan);
  const sums = new Float64Array(layout.length);
  let penalties = 0;
  for (let from = 0; from < rows.length; from += batch) {
    const part = rows.subarray(from, from + batch);
    const values = evaluate(part);
    /** The values of one kind for the part's rows, by their place in what `evaluateRows` gives. */
    const valuesAt = (place: number): Float32Array =>
      values.subarray(place * part.length, (place + 1) * part.length);
    layout.forEach((_, place) => {
      for (const value of valuesAt(place)) sums[place]! += value;
    });
    for (const value of valuesAt(layout.length)) penalties += value;
    let place = layout.length + 1;
    for (const output of outputs) {
      const predicted = layout.findIndex(({ node, series }) => node === output.node && series === null);
      if (predicted >= 0) output.count(from, valuesAt(predicted));
      for (const scores of output.scores) scores.set(valuesAt(place++), from);
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
  plan.outputs.forEach((output, i) => {
    const { node, name, learns } = output;
    const nameOf = (metric: string): string => (several ? `${name}/${metric}` : metric);
    if (several) metrics[nameOf('loss')] = means.get(`${node}/loss`)!;
    const own = Object.fromEntries(
      learns.metrics.map(({ metric: { kind }, name }) => [kind, means.get(`${node}/${name}`)!]),
    );
    for (const { metric, name } of learns.metrics)
      metrics[nameOf(name)] = metric.finish?.(own[metric.kind]!) ?? own[metric.kind]!;
    for (const { metric, name } of learns.whole) {
      const value = metric.whole(outputs[i]!.whole(own));
      if (value !== null) metrics[nameOf(name)] = value;
    }
  });
  const classified = outputs.find(({ classes }) => classes.length > 0);
  return {
    rows: rows.length,
    metrics: rows.length > 0 ? metrics : {},
    confusion: classified ? { classes: classified.classes, counts: classified.counts } : null,
  };
}

/** The names of what an evaluation measures, beside the plan's series. */
export const wholeNames = (plan: Plan): readonly string[] =>
  metricNames(
    plan.outputs.map(({ name, learns }) => ({ name, metrics: learns.whole.map((asked) => asked.name) })),
  );

/** What is gathered of one output, row by row, for its confusion and the metrics that need all rows. */
function accumulate(output: LearningOutput, data: ModelData, rows: Int32Array) {
  const { node, learns } = output;
  const { target } = learns;
  const targets = ownTargets(output, data, rows);
  const classes = target.type === 'category' ? target.column.classes : [];
  const counts = classes.map(() => classes.map(() => 0));
  const scores = hasScores(output) ? classes.map(() => new Float32Array(rows.length)) : [];
  return {
    node,
    classes,
    counts,
    scores,
    /** Predicted classes of the rows from this place on. */
    count(from: number, predicted: Float32Array): void {
      predicted.forEach((label, i) => counts[targets[from + i]!]![label]!++);
    },
    whole: (means: Readonly<Record<string, number>>): Whole => ({
      confusion: classes.length > 0 ? counts : null,
      scores: scores.length > 0 ? scores : null,
      targets,
      means,
    }),
  };
}

/** The targets of each row: its class, or its number or numbers; none where they are tokens, or its own input. */
function ownTargets({ node, learns: { target } }: LearningOutput, data: ModelData, rows: Int32Array) {
  if (target.type === 'input' || target.type === 'tokens') return new Float32Array();
  return gather(data.targets.get(node)!, target.span, rows) as Float32Array | Int32Array;
}

/** What `evaluateRows` gives, value by value, without the penalties and scores after them; `series` null: the predicted class. */
function layoutOf(plan: Plan): readonly { readonly node: string; readonly series: string | null }[] {
  return plan.outputs.flatMap(({ node, learns: { metrics, target } }) => [
    { node, series: 'loss' },
    ...metrics.map(({ name }) => ({ node, series: name })),
    ...(target.type === 'category' ? [{ node, series: null }] : []),
  ]);
}
