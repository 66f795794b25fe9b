/**
 * One training step as plain functions over tfjs ops: what it computes is written here once. The eager trainer calls
 * these functions every step, the traced one calls them once while recording.
 */
import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import type { Judgement, RecipeContext, Update } from '../../../shared/kinds/recipe.ts';
import type { Batch, Runtime } from '../model/evaluate-rows.ts';
import { forwardNetwork } from '../model/forward.ts';
import type { Pass, Tap } from '../model/forward.ts';
import { measure } from '../model/measure.ts';
import type { Measured } from '../model/measure.ts';
import type { Plan, PlannedNetwork } from '../model/plan.ts';
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
    const seen = tap && shard === 0 ? { tap } : {};
    return shardGradients({ runtime, plan, update, weights, batch, shard, rows, random, seen });
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

interface Shard {
  readonly runtime: Runtime;
  readonly plan: Plan;
  readonly update: Update;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly batch: Batch;
  /** Its number, and the rows of all shards. */
  readonly shard: number;
  readonly rows: number;
  readonly random: RandomOf;
  /** Who looks on. */
  readonly seen: { readonly tap?: Tap };
}

/** What a pass over one shard gives: sums over its rows, divided by the rows of the whole batch. */
interface Share {
  readonly total: Tensor;
  readonly series: Readonly<Record<string, Tensor>>;
  readonly updates: ReadonlyMap<string, Tensor>;
}

function shardGradients(shard: Shard): UpdateResult {
  const { runtime, plan, update, weights } = shard;
  const { tf } = runtime;
  const trained = plan.networks.find(({ role }) => role === update.trains)!;
  const names = trained.weights.filter(({ trainable }) => trainable).map(({ name }) => name);
  const kept = { series: new Map<string, Tensor>(), updates: new Map<string, Tensor>() };
  // What is computed beside the loss would be freed with the pass: it is kept, and handed to the caller's scope.
  const keep = (tensor: Tensor): Tensor => tf.keep(tf.clone(tensor));
  const loss = (): Tensor => {
    const share = plan.recipe.judge ? judged(shard, trained) : measured(shard, trained);
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

/** The outputs' own losses. */
function measured(shard: Shard, network: PlannedNetwork): Share {
  const { runtime, plan, batch, rows, random, seen } = shard;
  const { tf } = runtime;
  const context = { ...runtime, training: true, random, shard: shard.shard, ...seen };
  const pass = forwardNetwork(context, network, shard.weights, batch.inputs);
  const share = (perRow: Tensor): Tensor => tf.div(tf.sum(perRow), rows);
  const several = plan.outputs.length > 1;
  const series: Record<string, Tensor> = {};
  const losses = plan.outputs.map((output) => {
    const { node, name, learns } = output;
    const judge = ({ targets, rowWeights }: Pick<Batch, 'targets' | 'rowWeights'>): Measured => {
      const value = pass.outputs.get(node)!;
      return measure(runtime, plan, output, value, targets.get(node)!, rowWeights?.get(node));
    };
    const judged = judge(batch);
    const { mixed } = batch;
    const loss = share(
      mixed
        ? tf.add(tf.mul(judged.loss, mixed.share), tf.mul(judge(mixed).loss, tf.sub(1, mixed.share)))
        : judged.loss,
    );
    if (several) series[`${name}/loss`] = loss;
    learns.metrics.forEach(({ kind }, i) => {
      series[several ? `${name}/${kind}` : kind] = share(judged.metrics[i]!);
    });
    return loss;
  });
  const total = [...losses, ...penalties(shard, pass)].reduce((a, b) => tf.add(a, b));
  return { total, series, updates: pass.updates };
}

/** A scalar penalty counts once for the batch; a row's own, with the row. */
function penalties({ runtime: { tf }, batch, rows }: Shard, pass: Pass): readonly Tensor[] {
  return [
    ...pass.penalties.map((penalty) => tf.mul(penalty, batch.rows / rows)),
    ...pass.rowPenalties.map((penalty) => tf.div(tf.sum(penalty), rows)),
  ];
}

/** What the recipe says of the batch. */
function judged(shard: Shard, trained: PlannedNetwork): Share {
  const { runtime, plan, update, weights, batch, rows, random, seen } = shard;
  const { tf } = runtime;
  const passes: Pass[] = [];
  const networkOf = (role: string): PlannedNetwork => plan.networks.find((network) => network.role === role)!;
  /** Random numbers of this update alone: its networks may run in another one of the same step. */
  const own: RandomOf = (node, part) => random(`${update.name}/${node}`, part);
  const context: RecipeContext = {
    ...runtime,
    rows: batch.rows,
    random: own('recipe', shard.shard),
    input: (role, index) => batch.inputs.get(networkOf(role).inputs[index]!.node) ?? null,
    run(role, { draw = '', given = [], logits = false }) {
      const network = networkOf(role);
      const inputs = new Map(
        network.inputs.map(({ node, shape }, i) => {
          const fed = given[i] ?? batch.inputs.get(node);
          return [node, fed ?? own(node, shard.shard).normal([batch.rows, ...shape], draw)];
        }),
      );
      const pass = forwardNetwork(
        { ...runtime, training: true, random: own, shard: shard.shard, ...seen },
        network,
        weights,
        inputs,
      );
      if (network === trained) passes.push(pass);
      return network.outputs.map(({ node }) => {
        const { prediction, lossInput } = pass.outputs.get(node)!;
        return logits ? lossInput : prediction;
      });
    },
  };
  const { loss, series }: Judgement = plan.recipe.judge!(context, plan.recipeParams, update.name);
  const share = (perRow: Tensor): Tensor => tf.div(tf.sum(perRow), rows);
  const [pass] = passes;
  const total = [share(loss), ...(pass ? penalties(shard, pass) : [])].reduce((a, b) => tf.add(a, b));
  return {
    total,
    series: Object.fromEntries(Object.entries(series).map(([name, perRow]) => [name, share(perRow)])),
    // A network that ran more than once follows the averages of its last batch.
    updates: new Map(passes.flatMap(({ updates }) => [...updates])),
  };
}
