/** How the rows of a batch are judged by an output's own loss and metrics. */
import type { Tensor } from '../../../shared/kinds/define.ts';
import type { Runtime } from './evaluate-rows.ts';
import type { OutputValue } from './forward.ts';
import type { LearningOutput, Plan } from './plan.ts';

export interface Measured {
  /** [n] */
  readonly loss: Tensor;
  /** [n] each, in the order of the output's metrics. */
  readonly metrics: readonly Tensor[];
}

/**
 * The loss and metrics of each row. Over a sequence each step is judged as a row is, and a row's number is the mean over
 * its steps; steps of padding do not count. Where the recipe sums a sample's loss over its values, so is it here.
 */
export function measure(
  runtime: Runtime,
  plan: Plan,
  { learns }: LearningOutput,
  { prediction, lossInput, mask }: OutputValue,
  target: Tensor,
): Measured {
  const { tf } = runtime;
  if (learns.target.type === 'tokens') {
    const [rows, steps] = target.shape as [number, number];
    const labels = tf.reshape(target, [-1]);
    const flat = (values: Tensor): Tensor => tf.reshape(values, [rows * steps, -1]);
    const padding = learns.target.column.special.padding;
    const counts =
      padding === null ? null : tf.cast(tf.notEqual(target, tf.scalar(padding, 'int32')), 'float32');
    const mean = (perStep: Tensor): Tensor => {
      const values = tf.reshape(perStep, [rows, steps]);
      return counts
        ? tf.div(tf.sum(tf.mul(values, counts), 1), tf.maximum(tf.sum(counts, 1), 1))
        : tf.mean(values, 1);
    };
    return {
      loss: learns.loss.rows(runtime, learns.lossParams, lossInput, target, counts ?? undefined),
      metrics: learns.metrics.map((metric) => mean(metric.rows(runtime, flat(prediction), labels))),
    };
  }
  const loss = learns.loss.rows(runtime, learns.lossParams, lossInput, target, mask);
  return {
    loss: plan.recipe.summed ? tf.mul(loss, prediction.size / prediction.shape[0]!) : loss,
    metrics: learns.metrics.map((metric) => metric.rows(runtime, prediction, target)),
  };
}
