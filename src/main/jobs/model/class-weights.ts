/** What a row of each class counts in the loss, for outputs that count all classes alike. */
import type { ModelData } from './data.ts';
import type { Plan } from './plan.ts';
import { scanRows } from './rows.ts';

/**
 * By output node: rows / (classes that occur · rows of the class), from the training rows; a class without any has 0. The mean
 * over the training rows is 1.
 */
export function classWeights(plan: Plan, data: ModelData): ReadonlyMap<string, Float32Array> {
  const { train } = data.split;
  const weights = new Map<string, Float32Array>();
  for (const { node, learns } of plan.outputs) {
    const { target } = learns;
    if (learns.classWeights === 'none' || target.type !== 'category') continue;
    const { at, values } = scanRows(data.targets.get(node)!);
    const counts = new Float64Array(target.column.classes.length);
    for (const row of train) counts[values[at(row)]!]!++;
    const present = counts.filter((count) => count > 0).length;
    weights.set(
      node,
      Float32Array.from(counts, (count) => (count > 0 ? train.length / (present * count) : 0)),
    );
  }
  return weights;
}
