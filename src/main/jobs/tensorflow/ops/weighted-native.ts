/** A product of an input and a kernel, and a bias where there is one: what dense and convolution layers are. */
import type { Tensor, Tfjs } from '../../../../shared/kinds/ops.ts';
import { attribute } from '../binding.ts';
import type { OpAttribute } from '../binding.ts';
import { withGradient } from '../gradient.ts';

/** Any TensorFlow op by name. */
export interface Executor {
  readonly tf: Tfjs;
  /** Where the ops run: some have no repeatable form on a GPU. */
  readonly device: 'cpu' | 'gpu';
  op(name: string, attributes: readonly OpAttribute[], inputs: readonly Tensor[]): Tensor;
  opMany(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
  /** Whether dilated convolutions and those in groups have gradients. */
  hasGeneralConvolutions(): boolean;
  /** Whether the processor has a unit of its own for products in bfloat16 (AMX), or nobody knows. */
  hasTiles(): boolean;
}

export const T = attribute.type('T', 'float32');
export const NHWC = attribute.string('data_format', 'NHWC');

type Weighted = (
  product: (x: Tensor, kernel: Tensor) => Tensor,
  /** Of x, then of the kernel. */
  gradients: (dy: Tensor, x: Tensor, kernel: Tensor) => readonly Tensor[],
  x: Tensor,
  kernel: Tensor,
  bias: Tensor | null,
) => Tensor;

/**
 * The sum over all axes but the last. Of a convolution's gradient it reads another node than the kernel's gradient does:
 * a Reshape, which copies nothing. Else TensorFlow's oneDNN pass (mkl_layout_pass.cc) would make one op of the two, a slow
 * one, with which the bench's cnn takes a seventh longer. And where a SplitV cuts the gradients of convolutions side by
 * side, it pairs them in the order of addresses in memory, whichever of the node's outputs they read: wrong in some
 * sessions.
 */
export const sumOfRows =
  ({ tf, op }: Executor) =>
  (x: Tensor): Tensor =>
    op('BiasAddGrad', [T, NHWC], [x.rank > 2 ? tf.reshape(x, [-1, x.shape.at(-1)!]) : x]);

export function weightedBy(executor: Executor): Weighted {
  const { tf, op } = executor;
  const sum = sumOfRows(executor);
  return (product, gradients, x, kernel, bias) =>
    withGradient(
      tf,
      bias ? [x, kernel, bias] : [x, kernel],
      ([x, kernel, bias]) => {
        const y = product(x!, kernel!);
        return { value: bias ? op('BiasAdd', [T, NHWC], [y, bias]) : y, saved: [x!, kernel!] };
      },
      (dy, [x, kernel]) => [...gradients(dy, x!, kernel!), ...(bias ? [sum(dy)] : [])],
    );
}
