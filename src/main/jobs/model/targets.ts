import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import type { ModelData } from './data.ts';
import type { Target } from '../../../shared/network/ends.ts';
import type { LearningOutput, Plan } from './plan.ts';
import { gather } from './rows.ts';

/** Outputs that learn a column, as those do not that learn what an input was given. */
export type ColumnTarget = Exclude<Target, { type: 'input' }>;
export const columnTargets = (
  plan: Plan,
): readonly { readonly output: LearningOutput; readonly target: ColumnTarget }[] =>
  plan.outputs.flatMap((output) => {
    const { target } = output.learns;
    return target.type === 'input' ? [] : [{ output, target }];
  });

/** Numbers that one row of the column holds. */
const targetWidth = (target: ColumnTarget): number => (target.type === 'tokens' ? target.column.length : 1);

/** Where the values of a row's sample lie among the column's: the first, and how many. */
export function targetPlace(
  target: ColumnTarget,
  row: number,
): { readonly from: number; readonly count: number } {
  const { span } = target;
  if (!span) return { from: row, count: 1 };
  const width = targetWidth(target);
  return span.axis === 'rows'
    ? { from: row + span.offset, count: span.length }
    : { from: row * width + span.offset, count: span.length };
}

/**
 * The targets of some rows by output node: int32 [n] or [n, length] for classes and tokens, float32 for numbers.
 * `inputs`: the prepared batch, which is its own target for an autoencoder.
 */
export function targetTensors(
  tf: Tfjs,
  plan: Plan,
  data: ModelData,
  rows: ArrayLike<number>,
  inputs: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, Tensor> {
  return new Map(
    plan.outputs.map(({ node, learns: { target } }): [string, Tensor] => {
      if (target.type === 'input') return [node, inputs.get(target.input)!];
      const values = gather(data.targets.get(node)!, target.span, rows);
      const shape = target.span ? [rows.length, targetPlace(target, 0).count] : [rows.length];
      return [node, tf.tensor(values, shape, values instanceof Int32Array ? 'int32' : 'float32')];
    }),
  );
}
