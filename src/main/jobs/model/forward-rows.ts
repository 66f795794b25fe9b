/** The forward pass, not training, from raw features to values: of a loaded model, or of one that trains. */
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { randomStream } from '../../../shared/random.ts';
import type { TensorFlowRuntime } from '../tensorflow/engine.ts';
import { noRandom } from '../tensorflow/random.ts';
import { gatherFeatures, sampleFeatures } from './data.ts';
import type { ModelData } from './data.ts';
import { forwardNetwork } from './forward.ts';
import type { Tap } from './forward.ts';
import type { Plan, PlannedInput } from './plan.ts';
import { prepare, rawShape } from './preprocess.ts';

/** Values of a batch: `shape` is that of one row, `values` holds rows one after the other. */
export interface BatchValues {
  readonly shape: Shape;
  readonly values: Float32Array;
}

export interface ForwardOptions {
  /** Ids of nodes whose outputs are wanted too; 'all': every node. Default: none. */
  readonly nodes?: readonly string[] | 'all';
  /** Values that take the place of what nodes of one output give, by id: rows one after the other. */
  readonly given?: Readonly<Record<string, Float32Array>>;
}

export interface ForwardOutputs {
  /** By id of the output node (a category's output: probabilities where the network ends in softmax). */
  readonly outputs: Readonly<Record<string, BatchValues>>;
  /** Of the nodes asked for, by id: their outputs in the order of the kind's ports. */
  readonly nodes: Readonly<Record<string, readonly BatchValues[]>>;
}

/** Raw features by input node. */
export type RawFeatures = Readonly<Record<string, Float32Array>>;

/** Rows computed at once. */
export const BATCH = 256;

export interface ForwardNeeds {
  readonly runtime: TensorFlowRuntime;
  readonly plan: Plan;
  readonly preprocessing: Preprocessing;
  /** By their name in a checkpoint. */
  readonly weights: ReadonlyMap<string, Tensor>;
}

/** Runs the network over `count` rows in batches; `batchAt` gives the raw features of the rows from … to. */
export function forwardRows(
  { runtime, plan, preprocessing, weights }: ForwardNeeds,
  batchAt: (from: number, to: number) => RawFeatures,
  count: number,
  { nodes = [], given = {} }: ForwardOptions = {},
): ForwardOutputs {
  const { tf } = runtime;
  const wanted = new Set(nodes === 'all' ? plan.inferred.order.map(({ node }) => node.id) : nodes);
  for (const node of wanted)
    if (!plan.inferred.byId.has(node)) throw new Error(`The network has no node ${node}`);
  const parts = new Map<string, BatchValues[]>();
  const collect = (key: string, part: BatchValues): void =>
    void parts.set(key, [...(parts.get(key) ?? []), part]);
  for (let from = 0; from < count; from += BATCH) {
    const to = Math.min(count, from + BATCH);
    const givenPart = (node: string): Float32Array | null => {
      const all = given[node];
      const size = (all?.length ?? 0) / count;
      return all ? all.subarray(from * size, to * size) : null;
    };
    tf.tidy(() => {
      const tap: Tap = (node, of, _place, value) => {
        const own = of === 'output' ? givenPart(node) : null;
        return own ? tf.tensor(own, value.shape) : value;
      };
      const context = { tf, ops: runtime.ops, training: false, random: noRandom, shard: 0, tap };
      const inputs = preparedInputs(tf, plan.result.inputs, preprocessing, batchAt(from, to), to - from);
      const pass = forwardNetwork(context, plan.result, weights, inputs);
      for (const [node, { prediction }] of pass.outputs) collect(`output/${node}`, valuesOf(prediction));
      for (const node of wanted)
        pass.signals
          .get(node)!
          .forEach((signal, port) => collect(`node/${node}/${port}`, valuesOf(signal.value)));
    });
  }
  const whole = (key: string, shape: Shape): BatchValues => {
    const own = parts.get(key) ?? [];
    return { shape: own[0]?.shape ?? shape, values: joined(own.map(({ values }) => values)) };
  };
  const factsOf = (node: string) => plan.inferred.byId.get(node)!;
  return {
    outputs: Object.fromEntries(
      plan.result.outputs.map(({ node }) => [node, whole(`output/${node}`, factsOf(node).inputs[0]!)]),
    ),
    nodes: Object.fromEntries(
      [...wanted].map((node) => [
        node,
        factsOf(node).outputs.map((shape, port) => whole(`node/${node}/${port}`, shape)),
      ]),
    ),
  };
}

/** The same over features that are all there, rows one after the other. */
export const forwardRaw = (
  needs: ForwardNeeds,
  features: RawFeatures,
  count: number,
  options?: ForwardOptions,
): ForwardOutputs =>
  forwardRows(
    needs,
    (from, to) =>
      Object.fromEntries(
        needs.plan.result.inputs.map((input) => {
          const wide = sampleFeatures(input);
          const all = features[input.node];
          if (all?.length !== count * wide) throw new Error(`${input.node} wants ${count * wide} features`);
          return [input.node, all.slice(from * wide, to * wide)];
        }),
      ),
    count,
    options,
  );

/** What the network is fed with, of raw features. */
export const preparedInputs = (
  tf: Tfjs,
  inputs: readonly PlannedInput[],
  preprocessing: Preprocessing,
  raw: RawFeatures,
  count: number,
): Map<string, Tensor> =>
  new Map(
    inputs.map((input) => {
      const tensor = tf.tensor(raw[input.node]!, rawShape(input, count));
      return [input.node, prepare(tf, tensor, preprocessing.inputs[input.node]!, input.shape)];
    }),
  );

/** The raw features of rows of the data set, for the inputs of the network that is used. */
export const rawFeatures = (plan: Plan, data: ModelData, rows: ArrayLike<number>): RawFeatures =>
  Object.fromEntries(
    plan.result.inputs.map((input) => [
      input.node,
      input.columns.length > 0
        ? gatherFeatures(data.inputs.get(input.node)!, input.span, rows)
        : noiseOf(input, rows),
    ]),
  );

/** Of `count` rows of features those at some places. */
export const rowsAt = (features: RawFeatures, count: number, places: readonly number[]): RawFeatures =>
  Object.fromEntries(
    Object.entries(features).map(([node, all]) => {
      const size = all.length / count;
      const own = new Float32Array(places.length * size);
      places.forEach((place, i) => own.set(all.subarray(place * size, (place + 1) * size), i * size));
      return [node, own];
    }),
  );

/** Noise that stands for a row wherever it is asked for. */
function noiseOf({ node, shape }: PlannedInput, rows: ArrayLike<number>): Float32Array {
  const size = sizeOf(shape);
  const noise = new Float32Array(rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    const random = randomStream(rows[i]!, `noise/${node}`);
    for (let k = 0; k < size; k++) noise[i * size + k] = random.normal();
  }
  return noise;
}

export const valuesOf = (tensor: Tensor): BatchValues => ({
  shape: tensor.shape.slice(1),
  values: new Float32Array(tensor.dataSync()),
});

export function joined(parts: readonly Float32Array[]): Float32Array {
  const [only, ...more] = parts;
  if (only && more.length === 0) return only;
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}
