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
import type { ModelSource } from '../../../shared/contract/jobs.ts';
import type { Evaluation } from '../../../shared/contract/runs.ts';
import type { SplitName } from '../../../shared/data/manifest.ts';
import type { Preprocessing } from '../../../shared/data/preprocessing.ts';
import type { WeightValues } from '../../../shared/kinds/define.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import type { Network } from '../../../shared/network/document.ts';
import type { Inferred } from '../../../shared/network/infer.ts';

/** Values of a batch: `shape` is that of one row, `values` holds rows one after the other. */
export interface BatchValues {
  readonly shape: Shape;
  readonly values: Float32Array;
}

export interface ForwardOptions {
  /** Ids of nodes whose outputs are wanted too; 'all': every node. Default: none. */
  readonly nodes?: readonly string[] | 'all';
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
  close(): void;
}

export type LoadModel = (source: ModelSource) => Promise<LoadedModel>;
