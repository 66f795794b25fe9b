/**
 * One pass over a batch that shows values and gradients where they are asked for. An asked value flows through an
 * identity whose gradient is written down as it comes by, so one backward pass gives all of them, and the values that
 * flow on are the same to the last bit.
 */
import { PROBE_ANSWER_BYTES, PROBE_TENSOR_BYTES } from '../../../shared/contract/probe.ts';
import type { ProbeRequest, ProbeTensor } from '../../../shared/contract/probe.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { NodeFacts } from '../../../shared/network/infer.ts';
import { littleEndian } from '../checkpoint/safetensors.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { withGradient } from '../tensorflow/gradient.ts';
import { noRandom, randomOfStep } from '../tensorflow/random.ts';
import type { Batch } from './evaluate-rows.ts';
import { forwardNetwork } from './forward.ts';
import type { Pass, Tap } from './forward.ts';
import { measure } from './measure.ts';
import type { Plan } from './plan.ts';
import { statisticsOf } from './statistics.ts';

export interface ProbeOptions extends Pick<ProbeRequest, 'gradients' | 'training' | 'values'> {
  readonly nodes: readonly string[];
  readonly seed: number;
  readonly step: number;
}

export interface ProbedBatch {
  readonly loss: number;
  readonly tensors: readonly ProbeTensor[];
  readonly bytes: Uint8Array;
}

/** Leaves no tensor behind. */
export function probeBatch(
  runtime: TensorFlowRuntime,
  plan: Plan,
  weights: ReadonlyMap<string, Tensor>,
  batch: Batch,
  options: ProbeOptions,
): ProbedBatch {
  const { tf } = runtime;
  const notes = takeNotes(options.values);
  const asked = new Set(options.nodes);
  // Where the recipe judges what comes out, as of a GAN, one network alone has no loss.
  const gradients = options.gradients && plan.outputs.length > 0;
  const tap: Tap = (node, of, place, value) => {
    if (!asked.has(node)) return value;
    const name = portName(plan.inferred.byId.get(node)!, of, place);
    notes.add({ node, of, name, what: 'value' }, value);
    if (!gradients) return value;
    return withGradient(
      tf,
      [value],
      ([x]) => ({ value: tf.clone(x!), saved: [] }),
      (dy) => {
        notes.add({ node, of, name, what: 'gradient' }, dy);
        return [tf.clone(dy)];
      },
    );
  };
  let loss = NaN;
  tf.tidy(() => {
    const { training } = options;
    const random = training ? randomOfStep(runtime, options.seed, options.step) : noRandom;
    const pass = (): Tensor => {
      const context = { ...runtime, training, random, shard: 0, tap };
      return meanLoss(runtime, plan, batch, forwardNetwork(context, plan.result, weights, batch.inputs));
    };
    const own = plan.result.weights.filter(({ node }) => asked.has(node));
    for (const { node, weight, name } of own)
      notes.add({ node, of: 'weight', name: weight, what: 'value' }, weights.get(name)!);
    if (!gradients) {
      loss = pass().dataSync()[0]!;
      return;
    }
    // The inputs too: before the first weight, gradients flow for their sake alone.
    const learned = plan.result.weights.filter(({ spec }) => spec.trainable);
    const by = [...learned.map(({ name }) => weights.get(name)!), ...batch.inputs.values()];
    const { value, grads } = tf.engine().gradients<Tensor>(pass as never, by, undefined as never, true);
    loss = value.dataSync()[0]!;
    learned.forEach(({ node, weight }, i) => {
      if (asked.has(node) && grads[i])
        notes.add({ node, of: 'weight', name: weight, what: 'gradient' }, grads[i]);
    });
  });
  return { loss, ...notes.all(options.nodes) };
}

/** The batch's loss as the training step has it. */
function meanLoss(runtime: TensorFlowRuntime, plan: Plan, batch: Batch, pass: Pass): Tensor {
  const { tf } = runtime;
  const rows = plan.outputs.map((output) => {
    const { node } = output;
    const value = pass.outputs.get(node)!;
    return measure(runtime, plan, output, value, batch.targets.get(node)!, batch.rowWeights?.get(node)).loss;
  });
  const means = [...rows, ...pass.rowPenalties].map((perRow) => tf.div<Tensor>(tf.sum(perRow), batch.rows));
  return [...means, ...pass.penalties].reduce((a, b) => tf.add(a, b), tf.scalar(0));
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

type Place = Pick<ProbeTensor, 'node' | 'of' | 'name' | 'what'>;

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
      const order = ['input', 'logits', 'output', 'weight'];
      const rank = new Map(nodes.map((node, i) => [node, i]));
      taken.sort(
        ({ tensor: a }, { tensor: b }) =>
          rank.get(a.node)! - rank.get(b.node)! ||
          order.indexOf(a.of) - order.indexOf(b.of) ||
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
