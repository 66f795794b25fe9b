/**
 * A batch judged as an update judges it, with values and gradients shown where they are asked for. An asked value flows through an
 * identity whose gradient is written down as it comes by, so one backward pass for each network gives all of them, and the values that
 * flow on are the same to the last bit.
 */
import { PROBE_ANSWER_BYTES, PROBE_TENSOR_BYTES } from '../../../shared/contract/probe.ts';
import type { ProbeRequest, ProbeTensor } from '../../../shared/contract/probe.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { ShownPass } from '../../../shared/kinds/recipe.ts';
import type { NodeFacts } from '../../../shared/network/infer.ts';
import { littleEndian } from '../checkpoint/safetensors.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { withGradient } from '../tensorflow/gradient.ts';
import { noRandom, randomOfStep } from '../tensorflow/random.ts';
import { tidied } from '../tensorflow/tidied.ts';
import type { Batch } from './evaluate-rows.ts';
import type { Tap } from './forward.ts';
import { judge } from './judge.ts';
import type { Shard } from './judge.ts';
import type { Plan, PlannedNetwork } from './plan.ts';
import { statisticsOf } from './statistics.ts';

export interface ProbeOptions extends Pick<ProbeRequest, 'gradients' | 'training' | 'values'> {
  readonly nodes: readonly string[];
  readonly seed: number;
  readonly step: number;
}

export interface ProbedBatch {
  /** Of each network that is trained. */
  readonly losses: readonly { readonly role: string; readonly loss: number }[];
  readonly tensors: readonly ProbeTensor[];
  readonly bytes: Uint8Array;
}

/** Of a network that a step trains several times, its first update is looked at. Leaves no tensor behind. */
export function probeBatch(
  runtime: TensorFlowRuntime,
  plan: Plan,
  weights: ReadonlyMap<string, Tensor>,
  batch: Batch,
  options: ProbeOptions,
): ProbedBatch {
  const notes = takeNotes(options.values);
  const losses = plan.networks.map((network) => {
    const update = plan.updates.find(({ trains }) => trains === network.role)!;
    const loss = tidied(runtime.tf, () =>
      probeUpdate({ runtime, plan, update, weights, batch }, network, options, notes.add),
    );
    return { role: network.role, loss };
  });
  return { losses, ...notes.all(options.nodes) };
}

/** The update's loss, with notes of what flows through the network that it trains. */
function probeUpdate(
  of: Pick<Shard, 'plan' | 'update' | 'weights' | 'batch'> & { readonly runtime: TensorFlowRuntime },
  network: PlannedNetwork,
  { nodes, gradients, training, seed, step }: ProbeOptions,
  note: (place: Place, tensor: Tensor) => void,
): number {
  const { runtime, plan, weights, batch } = of;
  const { tf } = runtime;
  const asked = new Set(nodes);
  const own = network.weights.filter(({ node }) => asked.has(node));
  for (const { node, weight, name } of own)
    note({ node, pass: null, of: 'weight', name: weight, what: 'value' }, weights.get(name)!);
  // Every asked value hangs on this too, so that gradients flow back to it where no weight comes before.
  const root = tf.scalar(0);
  const tapOf =
    (pass: ShownPass | null): Tap =>
    (node, of, port, value) => {
      if (!asked.has(node)) return value;
      const place = { node, pass, of, name: portName(network.inferred.byId.get(node)!, of, port) };
      note({ ...place, what: 'value' }, value);
      if (!gradients) return value;
      return withGradient(
        tf,
        [value, root],
        ([x]) => ({ value: tf.clone(x!), saved: [] }),
        (dy) => {
          note({ ...place, what: 'gradient' }, dy);
          return [tf.clone(dy), tf.scalar(0)];
        },
      );
    };
  // A recipe that judges a batch itself draws noise, also where its layers do not.
  const random = training || plan.recipe.judge ? randomOfStep(runtime, seed, step) : noRandom;
  const shard: Shard = {
    ...of,
    shard: 0,
    rows: batch.rows,
    random,
    training,
    tapOf: (passed, pass) => (passed === network && pass !== undefined ? tapOf(pass) : undefined),
  };
  const loss = (): Tensor => judge(shard, network).total;
  if (!gradients) return loss().dataSync()[0]!;
  const learned = network.weights.filter(({ spec }) => spec.trainable);
  const by = [...learned.map(({ name }) => weights.get(name)!), root];
  const { value, grads } = tf.engine().gradients<Tensor>(loss as never, by, undefined as never, true);
  learned.forEach(({ node, weight }, i) => {
    if (asked.has(node) && grads[i])
      note({ node, pass: null, of: 'weight', name: weight, what: 'gradient' }, grads[i]);
  });
  return value.dataSync()[0]!;
}

function portName({ kind, sources }: NodeFacts, of: Parameters<Tap>[1], place: number): string {
  if (of === 'logits') return 'logits';
  if (of === 'output') return kind.outputs[place]!.name;
  const many = kind.inputs.find((port) => port.many);
  if (!many) return kind.inputs[place]?.name ?? 'data';
  const before = kind.inputs.indexOf(many);
  const edges = sources.length - (kind.inputs.length - 1);
  if (place < before) return kind.inputs[place]!.name;
  if (place < before + edges) return `${many.name} ${place - before + 1}`;
  return kind.inputs[place - edges + 1]!.name;
}

type Place = Pick<ProbeTensor, 'node' | 'pass' | 'of' | 'name' | 'what'>;

/** Writes tensors down as they come by: their statistics, and of their values what there is room for. */
function takeNotes(wanted: boolean) {
  const taken: { readonly tensor: Omit<ProbeTensor, 'from'>; readonly values: Float32Array }[] = [];
  let room = wanted ? PROBE_ANSWER_BYTES : 0;
  return {
    add(place: Place, tensor: Tensor): void {
      const all = tensor.dataSync();
      const { shape } = tensor;
      const kept = fitting(shape, all.length, Math.min(PROBE_TENSOR_BYTES, room));
      const values = Float32Array.from(all.subarray(0, kept));
      room -= values.byteLength;
      const statistics = statisticsOf(all, shape);
      taken.push({ tensor: { ...place, dtype: 'float32', shape, statistics, values: kept }, values });
    },
    /** In the order of the nodes; of each what it takes, gives and weighs, the value before its gradient. */
    all(nodes: readonly string[]): { tensors: ProbeTensor[]; bytes: Uint8Array } {
      const passes = [null, 'made', 'real'];
      const order = ['input', 'logits', 'output', 'weight'];
      const rank = new Map(nodes.map((node, i) => [node, i]));
      taken.sort(
        ({ tensor: a }, { tensor: b }) =>
          rank.get(a.node)! - rank.get(b.node)! ||
          order.indexOf(a.of) - order.indexOf(b.of) ||
          passes.indexOf(a.pass) - passes.indexOf(b.pass) ||
          a.name.localeCompare(b.name, 'en', { numeric: true }) ||
          (a.what === 'value' ? -1 : 1),
      );
      const bytes = new Uint8Array(taken.reduce((sum, { values }) => sum + values.byteLength, 0));
      let from = 0;
      const tensors = taken.map(({ tensor, values }) => {
        const placed = { ...tensor, from };
        bytes.set(littleEndian(values), from);
        from += values.byteLength;
        return placed;
      });
      return { tensors, bytes };
    },
  };
}

/** How many values fit into so many bytes: whole entries of the first axis where one fits. */
function fitting(shape: readonly number[], size: number, bytes: number): number {
  const most = Math.floor(bytes / Float32Array.BYTES_PER_ELEMENT);
  if (size <= most) return size;
  const entry = size / (shape[0] ?? 1);
  return entry <= most ? Math.floor(most / entry) * entry : most;
}
