/**
 * One training step as plain functions over tfjs ops: what it computes is written here once. The eager trainer calls
 * these functions every step, the traced one calls them once while recording.
 */
import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import type { Update } from '../../../shared/kinds/recipe.ts';
import type { Batch, Runtime } from '../model/evaluate-rows.ts';
import type { Tap } from '../model/forward.ts';
import { judge } from '../model/judge.ts';
import type { Shard } from '../model/judge.ts';
import type { Plan } from '../model/plan.ts';
import { handOver } from '../tensorflow/gradient.ts';
import type { RandomOf } from '../tensorflow/random.ts';

export interface UpdateResult {
  /** What this update measures of the plan's series over the whole batch, scalars by name. */
  readonly series: ReadonlyMap<string, Tensor>;
  /** By weight name; a weight that the loss does not depend on is missing. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** New values of moving averages, by weight name. */
  readonly updates: ReadonlyMap<string, Tensor>;
}

/**
 * Loss, metrics and gradients of a batch given in shards: each shard runs its own chain of nodes, divides by the
 * whole batch's rows, and the sums are those of the batch. `tap` sees the first shard.
 */
export function computeUpdate(
  runtime: Runtime,
  plan: Plan,
  update: Update,
  weights: ReadonlyMap<string, Tensor>,
  shards: readonly Batch[],
  random: RandomOf,
  tap?: Tap,
): UpdateResult {
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
  const parts = shards.map((batch, shard) => {
    const seen = shard === 0 ? tap : undefined;
    const tapOf = (): Tap | undefined => seen;
    return shardGradients({
      runtime,
      plan,
      update,
      weights,
      batch,
      shard,
      rows,
      random,
      training: true,
      tapOf,
    });
  });
  const { tf } = runtime;
  const summed = (of: (part: UpdateResult) => ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> =>
    new Map(
      [...of(parts[0]!).keys()].map((name) => [
        name,
        sum(
          tf,
          parts.map((part) => of(part).get(name)!),
        ),
      ]),
    );
  return {
    series: summed((part) => part.series),
    gradients: summed((part) => part.gradients),
    // Moving averages see the whole batch: a plan that has them is never cut (`wholeBatch`).
    updates: parts[0]!.updates,
  };
}

/** The plan's series of a whole step, float32 [series]: the loss is the sum of its updates', the rest their means. */
export function stepSeries(tf: Tfjs, plan: Plan, results: readonly UpdateResult[]): Tensor {
  return tf.stack(
    plan.series.map((name) => {
      const values = results.flatMap(({ series }) => series.get(name) ?? []);
      const total = sum(tf, values);
      return name === 'loss' || values.length === 1 ? total : tf.div(total, values.length);
    }),
  );
}

const sum = (tf: Tfjs, parts: readonly Tensor[]): Tensor =>
  parts.length === 1 ? parts[0]! : tf.addN([...parts]);

function shardGradients(shard: Shard): UpdateResult {
  const { runtime, plan, update, weights } = shard;
  const { tf } = runtime;
  const trained = plan.networks.find(({ role }) => role === update.trains)!;
  const names = trained.weights.filter(({ trainable }) => trainable).map(({ name }) => name);
  const kept = { series: new Map<string, Tensor>(), updates: new Map<string, Tensor>() };
  // What is computed beside the loss would be freed with the pass: it is kept, and handed to the caller's scope.
  const keep = (tensor: Tensor): Tensor => tf.keep(tf.clone(tensor));
  const loss = (): Tensor => {
    const share = judge(shard, trained);
    kept.series.set('loss', keep(share.total));
    for (const [name, value] of Object.entries(share.series)) kept.series.set(name, keep(value));
    for (const [name, value] of share.updates) kept.updates.set(name, keep(value));
    return share.total;
  };
  const { grads } = tf.engine().gradients(
    loss as never,
    names.map((name) => weights.get(name)!),
    undefined as never,
    true,
  );
  const handed = (tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> =>
    new Map([...tensors].map(([name, tensor]) => [name, handOver(tf, tensor)]));
  return {
    series: handed(kept.series),
    gradients: new Map(names.flatMap((name, i) => (grads[i] ? [[name, grads[i]] as const] : []))),
    updates: handed(kept.updates),
  };
}
