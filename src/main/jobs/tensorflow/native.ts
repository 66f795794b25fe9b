/** Native TensorFlow through tfjs-node's addon, without tfjs-node's index (which insists on its own download). */
import { createRequire } from 'node:module';
import type { Precision } from '../../../shared/contract/runs.ts';
import type { Ops, Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import { readMachine } from './install/machine.ts';
import { nativeOps } from './ops-native.ts';
import { loadTfjs } from './tfjs.ts';
import { attribute, TYPE } from './binding.ts';
import type { Binding, NodeBackend, OpAttribute, TensorId } from './binding.ts';

export interface NativeTensorFlow {
  readonly kind: 'native';
  readonly version: string;
  readonly device: 'cpu' | 'gpu';
  readonly tf: Tfjs;
  readonly ops: Ops;
  /** The same for what is traced in a precision: cut into the ops that are fastest in it. */
  opsIn(precision: Precision): Ops;
  readonly backend: NodeBackend;
  /** Any TensorFlow op by name. */
  op(name: string, attributes: readonly OpAttribute[], inputs: readonly Tensor[]): Tensor;
  opMany(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

const load = createRequire(import.meta.url);

/**
 * Loads the addon at `bindingPath` and makes it tfjs' backend. Threads and logging must be in the environment by now
 * (`engineEnvironment`): TensorFlow reads them once. Throws what the loader says where it cannot be loaded.
 */
export function loadNative(bindingPath: string): NativeTensorFlow {
  // Node 23 and later have dropped the one, and warn of the other; tfjs-node calls both.
  const old = load('node:util') as Record<string, unknown>;
  old['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  old['isArray'] = Array.isArray;

  const binding = load(bindingPath) as Binding;
  const tf = loadTfjs();
  load('@tensorflow/tfjs-node-gpu/dist/register_all_kernels');
  const { NodeJSKernelBackend } = load('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend') as {
    readonly NodeJSKernelBackend: new (binding: Binding, name: string) => NodeBackend;
  };
  const backend = new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu');
  tf.registerBackend('tensorflow', () => backend as never);
  if (!tf.setBackend('tensorflow')) throw new Error('tfjs refused the native backend');
  const op: NativeTensorFlow['op'] = (name, attributes, inputs) =>
    backend.executeSingleOutput(name, attributes, inputs);
  const opMany: NativeTensorFlow['opMany'] = (name, attributes, inputs, outputs) =>
    backend.executeMultipleOutputs(name, attributes, inputs, outputs);
  const device = binding.isUsingGpuDevice() ? 'gpu' : 'cpu';
  let general: boolean | null = device === 'gpu' ? true : null;
  const hasGeneralConvolutions = (): boolean => (general ??= hasGeneralGradients(binding));
  let tiles: boolean | null = null;
  const hasTiles = (): boolean => (tiles ??= readMachine().features?.includes('amx_bf16') ?? true);
  const opsIn = (precision: Precision): Ops =>
    nativeOps({ tf, device, op, opMany, hasGeneralConvolutions, hasTiles }, precision);
  return {
    kind: 'native',
    version: binding.TF_Version,
    device,
    tf,
    ops: opsIn('float32'),
    opsIn,
    backend,
    op,
    opMany,
  };
}

/**
 * On a CPU TensorFlow's own kernels refuse the gradients of convolutions that are dilated or in groups. oneDNN's take
 * them; it is not in every build, and may be switched off. It is tried by the addon itself, which no trace records.
 */
function hasGeneralGradients(binding: Binding): boolean {
  const ones = (...shape: number[]): TensorId =>
    binding.createTensor(shape, TYPE.float32, new Float32Array(sizeOf(shape)).fill(1));
  const inputs = [
    ones(1, 1, 3, 2),
    binding.createTensor([4], TYPE.int32, Int32Array.of(1, 2, 1, 2)),
    ones(1, 1, 1, 2),
  ];
  const attributes = [
    attribute.type('T', 'float32'),
    attribute.int('strides', [1, 1, 1, 1]),
    attribute.string('padding', 'VALID'),
    attribute.string('data_format', 'NHWC'),
    attribute.int('dilations', [1, 1, 2, 1]),
    attribute.bool('use_cudnn_on_gpu', true),
  ];
  try {
    for (const { id } of binding.executeOp('Conv2DBackpropFilter', attributes, inputs, 1))
      binding.deleteTensor(id);
    return true;
  } catch {
    return false;
  } finally {
    for (const id of inputs) binding.deleteTensor(id);
  }
}
