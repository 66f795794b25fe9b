/**
 * A trained model, ready to compute: what the inspect and export jobs work on.
 *
 *   const model = await loadModel(source);            // loads TensorFlow by source.engine, checks the checkpoint's hash
 *   const { outputs, nodes } = model.forwardRows(rows, { nodes: ['conv-1'] });
 *   model.weights['conv-1'].kernel                    // { shape, values }
 *   model.close();
 *
 * `loadModel` rejects with `Failed` ('checkpoint-damaged', 'tensorflow-missing', 'file-unreadable', …).
 */
import { readCheckpoint } from '../checkpoint/checkpoint.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import { evaluation } from './evaluation.ts';
import { gatherFeatures, loadData, sampleFeatures } from './data.ts';
import { evaluateRows } from './evaluate-rows.ts';
import type { Batch } from './evaluate-rows.ts';
import { forwardNetwork } from './forward.ts';
import type { Tap } from './forward.ts';
import { makePlan } from './plan.ts';
import type { PlannedInput } from './plan.ts';
import { prepare, rawShape } from './preprocess.ts';
import { probeBatch } from './probe.ts';
import type { ProbedBatch, ProbeOptions } from './probe.ts';
import { EVALUATION_BATCH, evaluationPieces, joinPieces } from './shards.ts';
import { gather } from './rows.ts';
import { columnTargets, targetTensors } from './targets.ts';
import type { ModelSource } from '../../../shared/contract/jobs.ts';
import type { Evaluation } from '../../../shared/contract/runs.ts';
import type { SplitName } from '../../../shared/data/manifest.ts';
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import type { WeightValues } from '../../../shared/kinds/define.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { randomStream } from '../../../shared/random.ts';
import type { Network } from '../../../shared/network/document.ts';
import type { Inferred } from '../../../shared/network/infer.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import { noRandom } from '../tensorflow/random.ts';

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

export interface LoadedModel {
  readonly network: Network;
  readonly inferred: Inferred;
  readonly preprocessing: Preprocessing;
  readonly step: number;
  readonly epoch: number;
  /** By node id, then weight name. */
  readonly weights: Readonly<Record<string, WeightValues>>;
  /** The data set's row numbers of a split, as the run had them (rows without a target are left out). */
  rowsOf(split: SplitName): Int32Array;
  /**
   * Raw features of data-set rows by input node: what `preprocessing` starts from (an image's bytes as numbers;
   * columns in order, categories one-hot; a missing number is NaN). Length rows × features.
   */
  rawRows(rows: ArrayLike<number>): Readonly<Record<string, Float32Array>>;
  /** What an output learns of data-set rows, a column's raw values: one a row, or a span's. Not for an autoencoder's. */
  rawTargets(output: string, rows: ArrayLike<number>): Int32Array | Float32Array;
  /** The forward pass (not training) on rows of the data set, in batches. */
  forwardRows(rows: ArrayLike<number>, options?: ForwardOptions): ForwardOutputs;
  /** The same on raw features from elsewhere (a person's file), laid out as `rawRows` gives them. */
  forwardRaw(
    features: Readonly<Record<string, Float32Array>>,
    count: number,
    options?: ForwardOptions,
  ): ForwardOutputs;
  /** Loss, metrics and confusion of a split; gives the event loop a turn between batches. */
  evaluate(split: SplitName): Promise<Evaluation>;
  /** Values and gradients inside of one batch, by the run's seed where chance plays a part; see `probeBatch`. */
  probe(rows: ArrayLike<number>, options: Omit<ProbeOptions, 'seed'>): ProbedBatch;
  close(): void;
}

/** Rows computed at once. */
const BATCH = 256;
/** Bytes of data in memory: few rows are looked at, so what is large stays in its files. */
const ROOM_FOR_DATA = 1e9;

export async function loadModel(source: ModelSource, room = ROOM_FOR_DATA): Promise<LoadedModel> {
  const checkpoint = await readCheckpoint(source.checkpoint);
  const plan = makePlan(source.project, source.manifest);
  const runtime = await loadTensorFlow(source.engine);
  const { tf } = runtime;
  const { preprocessing } = checkpoint;
  const mismatch = plan.weights.find(
    ({ name, spec }) => checkpoint.tensors.get(name)?.shape.join() !== spec.shape.join(),
  );
  if (mismatch) throw new Failed(failure('checkpoint-damaged', { path: source.checkpoint.path }));
  const { training } = source.project;
  const data = await loadData(plan, source.manifest, source.data, training, { room });

  const weights = new Map<string, Tensor>();
  const values: Record<string, Record<string, { shape: Shape; values: Float32Array }>> = {};
  for (const { name, node, weight } of plan.weights) {
    const tensor = checkpoint.tensors.get(name)!;
    weights.set(name, tf.keep(tf.tensor(tensor.values.slice(), [...tensor.shape], 'float32')));
    values[node] = { ...values[node], [weight]: tensor };
  }
  for (const { node } of plan.inferred.order)
    if (node.weightsOf !== undefined) values[node.id] = values[node.weightsOf] ?? {};

  const prepared = (raw: ReadonlyMap<string, Float32Array>, count: number): Map<string, Tensor> =>
    new Map(
      plan.result.inputs.map((input) => {
        const tensor = tf.tensor(raw.get(input.node)!, rawShape(input, count));
        return [input.node, prepare(tf, tensor, preprocessing.inputs[input.node]!, input.shape)];
      }),
    );
  const gathered = (rows: ArrayLike<number>): Map<string, Float32Array> =>
    new Map(
      plan.result.inputs.map((input) => [
        input.node,
        input.columns.length > 0
          ? gatherFeatures(data.inputs.get(input.node)!, input.span, rows)
          : noiseOf(input, rows),
      ]),
    );

  const batchOf = (rows: Int32Array): Batch => {
    const inputs = prepared(gathered(rows), rows.length);
    return { rows: rows.length, inputs, targets: targetTensors(tf, plan, data, rows, inputs) };
  };

  /** One batch; `collect` gets each wanted output's values. */
  const forwardBatch = (
    raw: ReadonlyMap<string, Float32Array>,
    count: number,
    wanted: ReadonlySet<string>,
    given: (node: string) => Float32Array | null,
    collect: (key: string, part: BatchValues) => void,
  ): void => {
    tf.tidy(() => {
      const tap: Tap = (node, of, _place, value) => {
        const own = of === 'output' ? given(node) : null;
        return own ? tf.tensor(own, value.shape) : value;
      };
      const context = { tf, ops: runtime.ops, training: false, random: noRandom, shard: 0, tap };
      const pass = forwardNetwork(context, plan.result, weights, prepared(raw, count));
      const take = (tensor: Tensor): BatchValues => ({
        shape: tensor.shape.slice(1),
        values: new Float32Array(tensor.dataSync()),
      });
      for (const [node, { prediction }] of pass.outputs) collect(`output/${node}`, take(prediction));
      for (const node of wanted) {
        pass.signals
          .get(node)!
          .forEach((signal, port) => collect(`node/${node}/${port}`, take(signal.value)));
      }
    });
  };

  const forward = (
    batchAt: (from: number, to: number) => ReadonlyMap<string, Float32Array>,
    count: number,
    { nodes = [], given = {} }: ForwardOptions = {},
  ): ForwardOutputs => {
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
      forwardBatch(batchAt(from, to), to - from, wanted, givenPart, collect);
    }
    const whole = (key: string, shape: Shape): BatchValues => joined(parts.get(key) ?? [], shape);
    const shapeOf = (node: string, port: number): Shape => plan.inferred.byId.get(node)!.outputs[port]!;
    return {
      outputs: Object.fromEntries(
        plan.result.outputs.map(({ node }) => [
          node,
          whole(`output/${node}`, plan.inferred.byId.get(node)!.inputs[0]!),
        ]),
      ),
      nodes: Object.fromEntries(
        [...wanted].map((node) => [
          node,
          plan.inferred.byId
            .get(node)!
            .outputs.map((_, port) => whole(`node/${node}/${port}`, shapeOf(node, port))),
        ]),
      ),
    };
  };

  return {
    network: plan.network,
    inferred: plan.inferred,
    preprocessing,
    step: checkpoint.step,
    epoch: checkpoint.epoch,
    weights: values,
    rowsOf: (split) => data.split[split],
    rawRows: (rows) => Object.fromEntries(gathered(rows)),
    rawTargets: (output, rows) => {
      const { target } = columnTargets(plan).find((known) => known.output.node === output)!;
      return gather(data.targets.get(output)!, target.span, rows) as Int32Array | Float32Array;
    },
    forwardRows: (rows, options) =>
      forward((from, to) => gathered(Array.prototype.slice.call(rows, from, to)), rows.length, options),
    forwardRaw: (features, count, options) =>
      forward(
        (from, to) =>
          new Map(
            plan.result.inputs.map((input) => {
              const wide = sampleFeatures(input);
              const all = features[input.node];
              if (all?.length !== count * wide)
                throw new Error(`${input.node} wants ${count * wide} features`);
              return [input.node, all.slice(from * wide, to * wide)];
            }),
          ),
        count,
        options,
      ),
    evaluate: (split) =>
      evaluation(plan, data, data.split[split], EVALUATION_BATCH, (rows) => {
        const pieces = evaluationPieces(rows, source.engine);
        const parts = pieces.map((piece) => {
          let result = new Float32Array();
          // The array does not leave by tidy, which would walk through it.
          tf.tidy(() => {
            result = new Float32Array(evaluateRows(runtime, plan, weights, batchOf(piece)).dataSync());
          });
          return result;
        });
        return joinPieces(parts, pieces, rows.length);
      }),
    probe: (rows, options) => {
      let probed: ProbedBatch | null = null;
      // It does not leave by tidy, which would walk through it.
      tf.tidy(() => {
        const batch = batchOf(Int32Array.from(rows));
        const { seed } = source.project.training;
        probed = probeBatch(runtime, plan, weights, batch, { ...options, seed });
      });
      return probed!;
    },
    close() {
      for (const tensor of weights.values()) tensor.dispose();
      weights.clear();
      data.close();
    },
  };
}

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

function joined(parts: readonly BatchValues[], shape: Shape): BatchValues {
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { shape: parts[0]?.shape ?? shape, values };
}
