/** A network's pass: the composition of its kinds' forward functions, in order. */
import { activationOf } from '../../../shared/kinds/activations/index.ts';
import type { Ops, Signal, Tensor, Tfjs } from '../../../shared/kinds/define.ts';
import type { NodeFacts } from '../../../shared/network/infer.ts';
import type { RandomOf } from '../tensorflow/random.ts';
import { hasMovingWeights } from './plan.ts';
import type { Plan } from './plan.ts';

export interface NetworkContext {
  readonly tf: Tfjs;
  readonly ops: Ops;
  readonly training: boolean;
  readonly random: RandomOf;
  /** Which part of the batch this is; random numbers differ between parts. */
  readonly shard: number;
}

export interface OutputValue {
  /** What the network predicts: [n, …]. */
  readonly prediction: Tensor;
  /** What the loss computes on: the values before a last softmax where the loss wants logits. */
  readonly lossInput: Tensor;
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
}

/** The layer's last function if that is a softmax: cross-entropy is computed on the values before it. */
function endsInSoftmax(facts: NodeFacts): boolean {
  return facts.params['activation'] === 'softmax' && facts.kind.outputs.length === 1;
}

/**
 * `weights`: by their name in a checkpoint. `inputs`: prepared batches [n, …] by id of the input node.
 */
export function forwardNetwork(
  context: NetworkContext,
  plan: Pick<Plan, 'inferred' | 'weights' | 'outputs'>,
  weights: ReadonlyMap<string, Tensor>,
  inputs: ReadonlyMap<string, Tensor>,
): Pass {
  const signals = new Map<string, readonly Signal[]>();
  const logits = new Map<string, Tensor>();
  const outputs = new Map<string, OutputValue>();
  const updates = new Map<string, Tensor>();
  const penalties: Tensor[] = [];
  const names = new Map(plan.weights.map((weight) => [`${weight.node}/${weight.weight}`, weight.name]));
  const wantLogits = new Set(
    plan.outputs
      .filter(({ loss }) => loss.onLogits)
      .map(({ node }) => plan.inferred.byId.get(node)!.sources[0]!.node),
  );

  for (const facts of plan.inferred.order) {
    const { node, kind, params, sources } = facts;
    const received =
      kind.kind === 'input'
        ? [{ value: inputs.get(node.id)! }]
        : sources.map(({ node: from, port }) => {
            const ports = plan.inferred.byId.get(from)!.kind.outputs;
            return signals.get(from)![ports.findIndex(({ name }) => name === port)]!;
          });
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
    const split = wantLogits.has(node.id) && endsInSoftmax(facts);
    const result = kind.forward(
      layerContext,
      split ? { ...params, activation: 'linear' } : params,
      own,
      received,
    );
    let produced = result.outputs;
    if (split) {
      logits.set(node.id, produced[0]!.value);
      produced = [
        { ...produced[0]!, value: activationOf('softmax').forward(layerContext, produced[0]!.value) },
      ];
    }
    signals.set(node.id, produced);
    if (result.penalty) penalties.push(result.penalty);
    for (const [weight, value] of Object.entries(result.updates ?? {})) updates.set(nameOf(weight), value);
    if (kind.kind === 'output') {
      const prediction = received[0]!.value;
      outputs.set(node.id, { prediction, lossInput: logits.get(sources[0]!.node) ?? prediction });
    }
  }
  return { signals, outputs, updates, penalties };
}
