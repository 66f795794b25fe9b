/** What turns one eager run into a graph: a binding that writes down every op, and constants. */
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { attribute, ATTRIBUTE, TYPE } from './binding.ts';
import type { Binding, DataType, OpAttribute, OpResult, TensorId, TypedArray } from './binding.ts';
import type { AddNode } from './graph-nodes.ts';
import type { NativeTensorFlow } from './native.ts';

/** Larger constants are refused unless they repeat one number (those become a Fill). */
const LARGEST_CONSTANT = 32 * 1024;
/** Uniform constants up to this many values are written out: a Fill would cost more. */
const SMALL = 64;

/** The output that holds these values. */
export type WriteConstant = (shape: readonly number[], dtype: number, values: ArrayLike<number>) => string;

/** A constant's values as its type stores them: tfjs hands plain arrays and other types for some. */
function storedAs(dtype: number, values: ArrayLike<number>): TypedArray {
  if (dtype === TYPE.float32) return values instanceof Float32Array ? values : Float32Array.from(values);
  if (dtype === TYPE.int32) return values instanceof Int32Array ? values : Int32Array.from(values);
  if (dtype === TYPE.bool || dtype === TYPE.uint8)
    return values instanceof Uint8Array ? values : Uint8Array.from(values);
  throw new Error(`A constant of TensorFlow type ${dtype} cannot be traced`);
}

const bytesOf = (values: TypedArray): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Writes each constant once; refuses large ones, which a step must not make from JavaScript numbers. */
export function constantWriter(add: AddNode): WriteConstant {
  const constants = new Map<string, string>();
  const constant: WriteConstant = (shape, dtype, given) => {
    const values = storedAs(dtype, given);
    const type: OpAttribute = { name: 'dtype', type: ATTRIBUTE.type, value: dtype };
    const first = values[0];
    if (values.length > SMALL && values.every((value) => value === first)) {
      const dims = constant([shape.length], TYPE.int32, shape);
      const key = `fill/${dtype}/${shape.join()}/${first}`;
      const value = constant([], dtype, [first!]);
      const attributes = [
        { name: 'T', type: ATTRIBUTE.type, value: dtype },
        attribute.type('index_type', 'int32'),
      ];
      if (!constants.has(key)) constants.set(key, `${add('Fill', [dims, value], attributes)}:0`);
      return constants.get(key)!;
    }
    if (values.byteLength > LARGEST_CONSTANT) {
      throw new Error(
        `A traced step made a constant of ${values.byteLength} bytes (${shape.join(' × ')}) from JavaScript numbers; it must come from a feed, a variable or a TensorFlow op`,
      );
    }
    const content = bytesOf(values).slice();
    const key = `${dtype}/${shape.join()}/${Buffer.from(content).toString('base64')}`;
    if (!constants.has(key))
      constants.set(
        key,
        `${add('Const', [], [type, { name: 'value', tensor: { dtype, shape, content } }])}:0`,
      );
    return constants.get(key)!;
  };
  return constant;
}

/** Attributes that tfjs-node leaves to eager TensorFlow to infer, and a graph must have. */
function inferred(op: string, results: readonly OpResult[]): readonly OpAttribute[] {
  if (op !== 'ExpandDims') return [];
  return [{ name: 'T', type: ATTRIBUTE.type, value: results[0]!.dtype }, attribute.type('Tdim', 'int32')];
}

/** Runs ops and adds them to a graph as well. */
export function createRecorder({ tf, backend }: NativeTensorFlow, constant: WriteConstant, add: AddNode) {
  const binding = backend.binding;
  const outputs = new Map<TensorId, string>();
  /** Tensors by id, for those that were made before the trace. */
  const seen = new Map<TensorId, { readonly shape: readonly number[]; readonly dtype: string }>();
  const outputOfId = (id: TensorId): string => {
    const known = outputs.get(id);
    if (known !== undefined) return known;
    const tensor = seen.get(id);
    if (!tensor) throw new Error(`A traced step used tensor ${id}, which nothing made`);
    const dtype = TYPE[tensor.dtype as keyof typeof TYPE];
    const output = constant(tensor.shape, dtype, binding.tensorDataSync(id));
    outputs.set(id, output);
    return output;
  };
  const recording: Binding = Object.create(binding, {
    createTensor: {
      value: (shape: readonly number[], dtype: number, values: TypedArray): TensorId => {
        const id = binding.createTensor(shape, dtype, values);
        outputs.set(id, constant(shape, dtype, values));
        return id;
      },
    },
    tensorDataSync: {
      value: (): never => {
        throw new Error('A traced step read a tensor’s values; what depends on them would become a constant');
      },
    },
    executeOp: {
      value: (
        op: string,
        attributes: readonly OpAttribute[],
        inputs: readonly TensorId[],
        wanted: number,
      ) => {
        const results = binding.executeOp(op, attributes, inputs, wanted);
        const from = inputs.map(outputOfId);
        const name = add(op, from, [...attributes, ...inferred(op, results)]);
        results.forEach((result, i) => outputs.set(result.id, `${name}:${i}`));
        return results;
      },
    },
  }) as Binding;
  return {
    /** The tensor of this id, which in the graph is this output. */
    tensorOf(id: TensorId, shape: Shape, dtype: DataType, output: string): Tensor {
      outputs.set(id, output);
      return backend.createOutputTensor({ id, shape: [...shape], dtype: TYPE[dtype] });
    },
    /** What holds the tensor in the graph, while recording. */
    outputOf: (tensor: Tensor): string => outputOfId(backend.getInputTensorIds([tensor])[0]!),
    /** Records what `run` does. */
    record(run: () => void): void {
      const ownIds = backend.getInputTensorIds;
      const ownRandom = Math.random;
      backend.binding = recording;
      backend.getInputTensorIds = (tensors) => {
        const ids = ownIds.call(backend, tensors);
        tensors.forEach((tensor, i) => seen.set(ids[i]!, tensor));
        return ids;
      };
      Math.random = () => {
        throw new Error('A traced step drew a random number from JavaScript; use the context’s `random`');
      };
      try {
        tf.tidy(run);
      } finally {
        backend.binding = binding;
        backend.getInputTensorIds = ownIds;
        Math.random = ownRandom;
      }
    },
  };
}
