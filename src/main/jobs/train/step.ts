/**
 * One training step as plain functions over tfjs ops: what it computes is written here once. The eager trainer calls
 * these functions every step, the traced one calls them once while recording.
 */
import type { Tensor, Tfjs } from '../../../shared/kinds/define.ts';
import type { Batch, Runtime } from '../model/evaluate-rows.ts';
import { forwardNetwork } from '../model/forward.ts';
import type { Plan } from '../model/plan.ts';
import { handOver } from '../tensorflow/gradient.ts';
import type { RandomOf } from '../tensorflow/random.ts';

export interface StepResult {
  /** The plan's series over the whole batch: float32 [series]. */
  readonly series: Tensor;
  /** By weight name; a weight that the loss does not depend on is missing. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** New values of moving averages, by weight name. */
  readonly updates: ReadonlyMap<string, Tensor>;
}

/**
 * Loss, metrics and gradients of a batch given in shards: each shard runs its own chain of nodes, divides by the
 * whole batch's rows, and the sums are those of the batch.
 */
export function computeStep(
  runtime: Runtime,
  plan: Plan,
  weights: ReadonlyMap<string, Tensor>,
  shards: readonly Batch[],
  random: RandomOf,
): StepResult {
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
  const parts = shards.map((shard, i) => shardGradients(runtime, plan, weights, shard, i, rows, random));
  const { tf } = runtime;
  const gradients = new Map<string, Tensor>();
  for (const name of parts[0]!.gradients.keys()) {
    gradients.set(
      name,
      sum(
        tf,
        parts.map((part) => part.gradients.get(name)!),
      ),
    );
  }
  // Moving averages see the whole batch: a plan that has them is never cut (`wholeBatch`).
  return {
    series: sum(
      tf,
      parts.map((part) => part.series),
    ),
    gradients,
    updates: parts[0]!.updates,
  };
}

export const sum = (tf: Tfjs, parts: readonly Tensor[]): Tensor =>
  parts.length === 1 ? parts[0]! : tf.addN([...parts]);

function shardGradients(
  runtime: Runtime,
  plan: Plan,
  weights: ReadonlyMap<string, Tensor>,
  batch: Batch,
  shard: number,
  rows: number,
  random: RandomOf,
): StepResult {
  const { tf } = runtime;
  const trainable = plan.weights.filter((weight) => weight.trainable).map((weight) => weight.name);
  const updates = new Map<string, Tensor>();
  let series: Tensor | null = null;
  // What is computed beside the loss would be freed with the pass: it is kept, and handed to the caller's scope.
  const keep = (tensor: Tensor): Tensor => tf.keep(tf.clone(tensor));
  const loss = (): Tensor => {
    const pass = forwardNetwork({ ...runtime, training: true, random, shard }, plan, weights, batch.inputs);
    const measured = plan.outputs.map((output) => {
      const { prediction, lossInput, mask } = pass.outputs.get(output.node)!;
      const target = batch.targets.get(output.node)!;
      const share = (perRow: Tensor): Tensor => tf.div(tf.sum(perRow), rows);
      const lossesOf = ({ targets, rowWeights }: Pick<Batch, 'targets' | 'rowWeights'>): Tensor => {
        const weights = rowWeights?.get(output.node);
        const wanted = targets.get(output.node)!;
        const losses = output.loss.rows(runtime, output.lossParams, lossInput, wanted, mask);
        return weights ? tf.mul(losses, weights) : losses;
      };
      const own = lossesOf(batch);
      const { mixed } = batch;
      return {
        loss: share(
          mixed ? tf.add(tf.mul(own, mixed.share), tf.mul(lossesOf(mixed), tf.sub(1, mixed.share))) : own,
        ),
        metrics: output.metrics.map((metric) => share(metric.rows(runtime, prediction, target, mask))),
      };
    });
    const penalties = pass.penalties.map((penalty) => tf.mul(penalty, batch.rows / rows));
    const total = [...measured.map((output) => output.loss), ...penalties].reduce((a, b) => tf.add(a, b));
    const several = measured.length > 1;
    series = keep(
      tf.stack([
        total,
        ...measured.flatMap((output) => [...(several ? [output.loss] : []), ...output.metrics]),
      ]),
    );
    for (const [name, value] of pass.updates) updates.set(name, keep(value));
    return total;
  };
  const { grads } = tf.engine().gradients(
    loss as never,
    trainable.map((name) => weights.get(name)!),
    undefined as never,
    true,
  );
  const gradients = new Map<string, Tensor>();
  trainable.forEach((name, i) => {
    if (grads[i]) gradients.set(name, grads[i]);
  });
  return {
    series: handOver(tf, series!),
    gradients,
    updates: new Map([...updates].map(([name, value]) => [name, handOver(tf, value)])),
  };
}
