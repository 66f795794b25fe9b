/** A network's pass: the composition of its kinds' forward functions, in order. */
import { activationOf } from '../../../shared/kinds/activations/index.ts';
import type { Signal } from '../../../shared/kinds/define.ts';
import { regularize } from '../../../shared/kinds/layers/parts/regularizers.ts';
import type { Regularizers } from '../../../shared/kinds/layers/parts/regularizers.ts';
import type { Ops, Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import { hasMovingWeights, paysForWeights } from '../../../shared/network/infer.ts';
import type { NodeFacts } from '../../../shared/network/infer.ts';
import type { RandomOf } from '../tensorflow/random.ts';
import type { PlannedNetwork, PlannedOutput } from './plan.ts';

/**
 * Sees a value where it flows and gives the one that flows on: how a look inside gets at values and gradients.
 * `place`: the port's number, for inputs the edge's.
 */
export type Tap = (node: string, of: 'input' | 'output' | 'logits', place: number, value: Tensor) => Tensor;

export interface NetworkContext {
  readonly tf: Tfjs;
  readonly ops: Ops;
  readonly training: boolean;
  readonly random: RandomOf;
  /** Which part of the batch this is; random numbers differ between parts. */
  readonly shard: number;
  readonly tap?: Tap;
}

export interface OutputValue {
  /** What the network predicts: [n, …]. */
  readonly prediction: Tensor;
  /** What the loss computes on: the values before a last softmax or sigmoid where the loss has it inside, and before a number has its own unit again. */
  readonly lossInput: Tensor;
  /** Which time steps of the prediction count: [n, time]. */
  readonly mask?: Tensor;
}

export interface Pass {
  /** By node id, in the order of the kind's output ports. */
  readonly signals: ReadonlyMap<string, readonly Signal[]>;
  /** By id of the output node. */
  readonly outputs: ReadonlyMap<string, OutputValue>;
  /** New values of moving averages, by the weight's name in a checkpoint. */
  readonly updates: ReadonlyMap<string, Tensor>;
  /** Scalars to add to the loss. */
  readonly penalties: readonly Tensor[];
  /** What each row adds to its own loss, [n]. */
  readonly rowPenalties: readonly Tensor[];
}

/** The layer's last function, where the loss has it inside: the loss is computed on the values before it. */
function lastInside(
  { kind, params }: NodeFacts,
  learns: PlannedOutput['learns'],
): 'softmax' | 'sigmoid' | null {
  const { activation } = params;
  if (kind.outputs.length !== 1 || (activation !== 'softmax' && activation !== 'sigmoid')) return null;
  // A recipe that judges an output itself asks for what it needs.
  return learns === null || learns.loss.inside === activation ? activation : null;
}

/**
 * `weights`: by their name in a checkpoint. `inputs`: prepared batches [n, …] by id of the input node. `known`: what nodes
 * give that the plan's order leaves out.
 */
export function forwardNetwork(
  context: NetworkContext,
  plan: Pick<PlannedNetwork, 'inferred' | 'outputs' | 'weights'>,
  weights: ReadonlyMap<string, Tensor>,
  inputs: ReadonlyMap<string, Tensor>,
  known: ReadonlyMap<string, readonly Signal[]> = new Map(),
): Pass {
  const { tap = (_node, _of, _place, value) => value } = context;
  const signals = new Map(known);
  const logits = new Map<string, Tensor>();
  const outputs = new Map<string, OutputValue>();
  const updates = new Map<string, Tensor>();
  const penalties: Tensor[] = [];
  const rowPenalties: Tensor[] = [];
  const names = new Map(plan.weights.map((weight) => [`${weight.node}/${weight.weight}`, weight.name]));
  /** By output: the layer before it, where the loss wants the values before that layer's last function. */
  const split = new Map<string, { readonly layer: string; readonly last: 'softmax' | 'sigmoid' }>();
  for (const { node, learns } of plan.outputs) {
    const from = plan.inferred.byId.get(plan.inferred.byId.get(node)!.sources[0]!.node)!;
    const last = lastInside(from, learns);
    if (last) split.set(node, { layer: from.node.id, last });
  }
  const scalings = new Map(plan.outputs.map(({ node, learns }) => [node, learns?.scaling]));
  const inTwo = new Map([...split.values()].map(({ layer, last }) => [layer, last]));

  for (const facts of plan.inferred.order) {
    const { node, kind, params, sources } = facts;
    const flowing =
      kind.kind === 'input'
        ? [{ value: inputs.get(node.id)! }]
        : sources.map(({ node: from, port }) => {
            const ports = plan.inferred.byId.get(from)!.kind.outputs;
            return signals.get(from)![ports.findIndex(({ name }) => name === port)]!;
          });
    const tapped = (of: 'input' | 'output', all: readonly Signal[]): readonly Signal[] =>
      all.map((signal, place) => ({ ...signal, value: tap(node.id, of, place, signal.value) }));
    const received = tapped('input', flowing);
    const nameOf = (weight: string): string => names.get(`${node.weightsOf ?? node.id}/${weight}`)!;
    const own = Object.fromEntries(
      Object.keys(facts.weights).map((weight) => {
        const name = nameOf(weight);
        // Averages that a layer before this one shares and has moved go on from there.
        return [weight, updates.get(name) ?? weights.get(name)!];
      }),
    );
    // A frozen layer keeps its averages and uses them, as Keras' does.
    const training = context.training && (node.trainable || !hasMovingWeights(facts.weights));
    const layerContext = {
      tf: context.tf,
      ops: context.ops,
      training,
      random: context.random(node.id, context.shard),
    };
    const last = inTwo.get(node.id);
    const result = kind.forward(
      layerContext,
      last ? { ...params, activation: 'linear', activityL1: 0, activityL2: 0 } : params,
      own,
      received,
    );
    let produced = result.outputs;
    let rowPenalty = result.rowPenalty;
    if (last) {
      const value = tap(node.id, 'logits', 0, produced[0]!.value);
      logits.set(node.id, value);
      const given = activationOf(last).forward(layerContext, value);
      produced = [{ ...produced[0]!, value: given }];
      rowPenalty = regularize(context.tf, params as Partial<Regularizers>, [], [], given).rowPenalty;
    }
    signals.set(node.id, tapped('output', produced));
    if (result.penalty && paysForWeights(node)) penalties.push(result.penalty);
    if (rowPenalty) rowPenalties.push(rowPenalty);
    for (const [weight, value] of Object.entries(result.updates ?? {})) updates.set(nameOf(weight), value);
    if (kind.kind === 'output') {
      const { value, mask } = received[0]!;
      const lossInput = split.has(node.id) ? logits.get(split.get(node.id)!.layer)! : value;
      const scaling = scalings.get(node.id);
      const prediction = scaling
        ? context.tf.add(context.tf.mul(value, scaling.scale), scaling.offset)
        : value;
      outputs.set(node.id, { prediction, lossInput, ...(mask && { mask }) });
    }
  }
  return { signals, outputs, updates, penalties, rowPenalties };
}
