/**
 * What a batch is judged by: the loss that an update minimises, by the outputs themselves or by the recipe. A training
 * step takes its gradients, and a look inside shows them.
 */
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { Judgement, RecipeContext, ShownPass, Update } from '../../../shared/kinds/recipe.ts';
import type { RandomOf } from '../tensorflow/random.ts';
import type { Batch, Runtime } from './evaluate-rows.ts';
import { forwardNetwork } from './forward.ts';
import type { Pass, Tap } from './forward.ts';
import { measure } from './measure.ts';
import type { Measured } from './measure.ts';
import type { Plan, PlannedNetwork } from './plan.ts';

export interface Shard {
  readonly runtime: Runtime;
  readonly plan: Plan;
  readonly update: Update;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly batch: Batch;
  /** Its number, and the rows of all shards. */
  readonly shard: number;
  readonly rows: number;
  readonly random: RandomOf;
  readonly training: boolean;
  /** Who looks on, at which pass of a network; see `RecipeContext`. */
  readonly tapOf?: (network: PlannedNetwork, pass: ShownPass | null | undefined) => Tap | undefined;
}

/** What the passes over one shard give: sums over its rows, divided by the rows of the whole batch. */
export interface Share {
  readonly total: Tensor;
  readonly series: Readonly<Record<string, Tensor>>;
  readonly updates: ReadonlyMap<string, Tensor>;
}

/** The loss of the update, for the sake of the network that it trains. */
export const judge = (shard: Shard, trained: PlannedNetwork): Share =>
  shard.plan.recipe.judge ? judged(shard, trained) : measured(shard, trained);

function seen(
  { tapOf }: Shard,
  network: PlannedNetwork,
  pass: ShownPass | null | undefined,
): { readonly tap?: Tap } {
  const tap = tapOf?.(network, pass);
  return tap ? { tap } : {};
}

/** The outputs' own losses. */
function measured(shard: Shard, network: PlannedNetwork): Share {
  const { runtime, plan, batch, rows, random, training } = shard;
  const { tf } = runtime;
  const context = { ...runtime, training, random, shard: shard.shard, ...seen(shard, network, null) };
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
    learns.metrics.forEach((asked, i) => {
      series[several ? `${name}/${asked.name}` : asked.name] = share(judged.metrics[i]!);
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
  const { runtime, plan, update, weights, batch, rows, random, training } = shard;
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
    run(role, { draw = '', given = [], logits = false, shown }) {
      const network = networkOf(role);
      const inputs = new Map(
        network.inputs.map(({ node, shape }, i) => {
          const fed = given[i] ?? batch.inputs.get(node);
          return [node, fed ?? own(node, shard.shard).normal([batch.rows, ...shape], draw)];
        }),
      );
      const pass = forwardNetwork(
        { ...runtime, training, random: own, shard: shard.shard, ...seen(shard, network, shown) },
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
