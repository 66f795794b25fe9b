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
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { NamedTensor } from '../checkpoint/safetensors.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import { tidied } from '../tensorflow/tidied.ts';
import { classWeights, weighted } from './class-weights.ts';
import { evaluation } from './evaluation.ts';
import { loadData } from './data.ts';
import { evaluateRows } from './evaluate-rows.ts';
import type { Batch } from './evaluate-rows.ts';
import { forwardRaw, forwardRows, preparedInputs, rawFeatures } from './forward-rows.ts';
import type { ForwardOptions, ForwardOutputs, RawFeatures } from './forward-rows.ts';
import { makePlan, scaledPlan } from './plan.ts';
import type { Plan, PlannedInput, PlannedOutput } from './plan.ts';
import { probeBatch } from './probe.ts';
import type { ProbedBatch, ProbeOptions } from './probe.ts';
import { readBatch } from './read-batch.ts';
import { createRereader } from './rereading.ts';
import type { Rereader } from './rereading.ts';
import { gather } from './rows.ts';
import { evaluationPieces, joinPieces } from './shards.ts';
import { columnTargets, targetTensors } from './targets.ts';
import type { ModelSource } from '../../../shared/contract/jobs.ts';
import type { Evaluation } from '../../../shared/contract/runs.ts';
import type { SplitName } from '../../../shared/data/manifest.ts';
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import type { WeightValues } from '../../../shared/kinds/define.ts';
import type { Network } from '../../../shared/network/document.ts';
import type { Inferred } from '../../../shared/network/infer.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';

export interface LoadedModel {
  readonly network: Network;
  readonly inferred: Inferred;
  /** Ids of the nodes of every network that is trained, each network's in the order of its pass. */
  readonly nodes: readonly string[];
  readonly inputs: readonly PlannedInput[];
  readonly outputs: readonly PlannedOutput[];
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
  rawRows(rows: ArrayLike<number>): RawFeatures;
  /** What an output learns of data-set rows, a column's raw values: one a row, or a span's. Not for an autoencoder's. */
  rawTargets(output: string, rows: ArrayLike<number>): Int32Array | Float32Array;
  /** The forward pass (not training) on rows of the data set, in batches. */
  forwardRows(rows: ArrayLike<number>, options?: ForwardOptions): ForwardOutputs;
  /** The same on raw features from elsewhere (a person's file), laid out as `rawRows` gives them. */
  forwardRaw(features: RawFeatures, count: number, options?: ForwardOptions): ForwardOutputs;
  /** The same again and again, while one input changes. */
  readonly reread: Rereader['over'];
  /** Loss, metrics and confusion of a split; gives the event loop a turn between batches. */
  evaluate(split: SplitName): Promise<Evaluation>;
  /** Values and gradients inside of one batch, by the run's seed where chance plays a part; see `probeBatch`. */
  probe(rows: ArrayLike<number>, options: Omit<ProbeOptions, 'seed'>): ProbedBatch;
  close(): void;
}

/** Bytes of data in memory: few rows are looked at, so what is large stays in its files. */
const ROOM_FOR_DATA = 1e9;

export async function loadModel(source: ModelSource, room = ROOM_FOR_DATA): Promise<LoadedModel> {
  const checkpoint = await readCheckpoint(source.checkpoint);
  const planned = makePlan(source.project, source.manifest);
  const plan = scaledPlan(planned, checkpoint.preprocessing);
  const runtime = await loadTensorFlow(source.engine);
  const { tf } = runtime;
  const { preprocessing } = checkpoint;
  if (!hasWeightsOf(plan, checkpoint))
    throw new Failed(failure('checkpoint-damaged', { path: source.checkpoint.path }));
  const { training } = source.project;
  const data = await loadData(plan, source.manifest, source.data, training, { room });

  const weights = new Map(
    plan.weights.map(({ name }) => {
      const { shape, values } = checkpoint.tensors.get(name)!;
      return [name, tf.keep(tf.tensor(values.slice(), [...shape], 'float32'))];
    }),
  );
  const needs = { runtime, plan, preprocessing, weights };
  const rereader = createRereader(needs);
  const gathered = (rows: ArrayLike<number>): RawFeatures => rawFeatures(plan, data, rows);
  const batchOf = (rows: Int32Array): Batch => {
    const inputs = preparedInputs(tf, plan.result.inputs, preprocessing, gathered(rows), rows.length);
    return { rows: rows.length, inputs, targets: targetTensors(tf, plan, data, rows, inputs) };
  };

  /** What classes count in the loss, once somebody asks for its gradients. */
  let counted: ReadonlyMap<string, Float32Array> | null = null;

  return {
    network: plan.network,
    inferred: plan.inferred,
    nodes: plan.networks.flatMap(({ inferred }) => inferred.order.map(({ node }) => node.id)),
    inputs: plan.result.inputs,
    outputs: plan.result.outputs,
    preprocessing,
    step: checkpoint.step,
    epoch: checkpoint.epoch,
    weights: weightsByNode(plan, checkpoint),
    rowsOf: (split) => data.split[split],
    rawRows: gathered,
    rawTargets: (output, rows) => {
      const { target } = columnTargets(plan).find((known) => known.output.node === output)!;
      return gather(data.targets.get(output)!, target.span, rows) as Int32Array | Float32Array;
    },
    forwardRows: (rows, options) =>
      forwardRows(
        needs,
        (from, to) => gathered(Array.prototype.slice.call(rows, from, to)),
        rows.length,
        options,
      ),
    forwardRaw: (features, count, options) => forwardRaw(needs, features, count, options),
    reread: rereader.over,
    evaluate: (split) =>
      evaluation(plan, data, data.split[split], plan.evaluationRows, (rows) => {
        const pieces = evaluationPieces(rows, plan.evaluationRows, source.engine);
        const parts = pieces.map((piece) =>
          tidied(tf, () => new Float32Array(evaluateRows(runtime, plan, weights, batchOf(piece)).dataSync())),
        );
        return joinPieces(parts, pieces, rows.length);
      }),
    probe: (rows, options) =>
      tidied(tf, () => {
        counted ??= classWeights(plan, data);
        const batch = readBatch(runtime, { plan, data, preprocessing }, Int32Array.from(rows));
        return probeBatch(runtime, plan, weights, weighted(tf, counted, batch), {
          ...options,
          seed: training.seed,
        });
      }),
    close() {
      rereader.forget();
      for (const tensor of weights.values()) tensor.dispose();
      weights.clear();
      data.close();
    },
  };
}

/** Whether a checkpoint has all weights of the plan's networks, in their shapes. */
const hasWeightsOf = ({ weights }: Plan, { tensors }: Checkpoint): boolean =>
  weights.every(({ name, spec }) => tensors.get(name)?.shape.join() === spec.shape.join());

/** What `LoadedModel.weights` holds; a layer that shares another's has them under its own id too. */
function weightsByNode({ weights, inferred }: Plan, { tensors }: Checkpoint): LoadedModel['weights'] {
  const byNode: Record<string, Record<string, NamedTensor>> = {};
  for (const { name, node, weight } of weights)
    byNode[node] = { ...byNode[node], [weight]: tensors.get(name)! };
  for (const { node } of inferred.order)
    if (node.weightsOf !== undefined) byNode[node.id] = byNode[node.weightsOf] ?? {};
  return byNode;
}
