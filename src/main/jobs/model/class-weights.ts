/** What a row of each class counts in the loss, or a step of each token, for outputs that do not count all rows alike. */
import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import type { ModelData } from './data.ts';
import type { Batch } from './evaluate-rows.ts';
import type { Plan } from './plan.ts';
import { gather } from './rows.ts';

/** Samples whose labels are in memory at once. */
const PART = 4096;

/**
 * By output node: what a person said, or, balanced, rows / (classes that occur · rows of the class), from the training
 * rows; a class without any has 0. Their mean over the training rows is 1. Of tokens, each step that is learned is a row;
 * padding is none.
 */
export function classWeights(plan: Plan, data: ModelData): ReadonlyMap<string, Float32Array> {
  const { train } = data.split;
  const weights = new Map<string, Float32Array>();
  for (const { node, learns } of plan.outputs) {
    const { target } = learns;
    if (typeof learns.classWeights !== 'string') {
      weights.set(node, Float32Array.from(learns.classWeights));
      continue;
    }
    if (learns.classWeights === 'none' || (target.type !== 'category' && target.type !== 'tokens')) continue;
    const labels = data.targets.get(node)!;
    const counts = new Float64Array(
      target.type === 'category' ? target.column.classes.length : target.column.vocabulary.length,
    );
    for (let from = 0; from < train.length; from += PART)
      for (const label of gather(labels, target.span, train.subarray(from, from + PART))) counts[label]!++;
    if (target.type === 'tokens' && target.column.special.padding !== null)
      counts[target.column.special.padding] = 0;
    const all = counts.reduce((sum, count) => sum + count, 0);
    const present = counts.filter((count) => count > 0).length;
    weights.set(
      node,
      Float32Array.from(counts, (count) => (count > 0 ? all / (present * count) : 0)),
    );
  }
  return weights;
}

/** The batch with what each of its rows counts, or each of their steps. */
export const weighted = (tf: Tfjs, weights: ReadonlyMap<string, Float32Array>, batch: Batch): Batch => ({
  ...batch,
  rowWeights: new Map<string, Tensor>(
    [...weights].map(([node, values]) => [node, tf.gather(tf.tensor1d(values), batch.targets.get(node)!)]),
  ),
});
