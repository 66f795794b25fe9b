/** What is used of tfjs-node's addon and backend; neither ships types for it. */
import type * as tfjs from '@tensorflow/tfjs-core';

export type TensorId = number;
export type TypedArray = Float32Array | Int32Array | Uint8Array;
/** An attribute of an op, as tfjs-node's kernels write them; `type` is one of `ATTRIBUTE`. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}
export interface OpResult {
  readonly id: TensorId;
  readonly shape: number[];
  readonly dtype: number;
}

export interface Binding {
  createTensor(shape: readonly number[], dtype: number, values: TypedArray): TensorId;
  deleteTensor(id: TensorId): void;
  tensorDataSync(id: TensorId): TypedArray;
  executeOp(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorId[],
    outputs: number,
  ): OpResult[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  /** `feeds` and `fetches`: "name:output" joined by commas. */
  runSavedModel(id: number, inputs: readonly TensorId[], feeds: string, fetches: string): OpResult[];
  isUsingGpuDevice(): boolean;
  readonly TF_Version: string;
}

export interface NodeBackend {
  binding: Binding;
  getInputTensorIds(tensors: readonly tfjs.TensorInfo[]): TensorId[];
  executeSingleOutput(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tfjs.Tensor[],
  ): tfjs.Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tfjs.Tensor[],
    outputs: number,
  ): tfjs.Tensor[];
  createOutputTensor(result: OpResult): tfjs.Tensor;
  readonly tensorMap: {
    get(dataId: object): { readonly shape: number[]; readonly dtype: number } | undefined;
  };
}

/** TensorFlow's type numbers (types.proto). */
export const TYPE = { float32: 1, int32: 3, uint8: 4, bool: 10, bfloat16: 14 } as const;
export type DataType = 'float32' | 'int32' | 'uint8';
const ARRAYS = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;
export const zeros = (dtype: DataType, size: number): TypedArray => new ARRAYS[dtype](size);
/** tfjs-node's attribute types. */
export const ATTRIBUTE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;

export const attribute = {
  string: (name: string, value: string): OpAttribute => ({ name, type: ATTRIBUTE.string, value }),
  int: (name: string, value: number | readonly number[]): OpAttribute => ({
    name,
    type: ATTRIBUTE.int,
    value,
  }),
  float: (name: string, value: number): OpAttribute => ({ name, type: ATTRIBUTE.float, value }),
  bool: (name: string, value: boolean): OpAttribute => ({ name, type: ATTRIBUTE.bool, value }),
  type: (name: string, value: keyof typeof TYPE): OpAttribute => ({
    name,
    type: ATTRIBUTE.type,
    value: TYPE[value],
  }),
};
