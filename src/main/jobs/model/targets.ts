import type { Tensor, Tfjs } from '../../../shared/kinds/define.ts';
import type { ModelData } from './data.ts';
import type { Plan } from './plan.ts';

/** The targets of some rows by output node: int32 [n] for a category, float32 [n] for a number. */
export function targetTensors(
  tf: Tfjs,
  plan: Plan,
  data: ModelData,
  rows: ArrayLike<number>,
): ReadonlyMap<string, Tensor> {
  return new Map(
    plan.outputs.map(({ node }) => {
      const all = data.targets.get(node)!;
      return all instanceof Int32Array
        ? [
            node,
            tf.tensor1d(
              Int32Array.from(rows, (row) => all[row]!),
              'int32',
            ),
          ]
        : [
            node,
            tf.tensor1d(
              Float32Array.from(rows, (row) => all[row]!),
              'float32',
            ),
          ];
    }),
  );
}
