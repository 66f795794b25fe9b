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

export const weightedBy =
  ({ tf, op }: Executor): Weighted =>
  (product, gradients, x, kernel, bias) =>
    withGradient(
      tf,
      bias ? [x, kernel, bias] : [x, kernel],
      ([x, kernel, bias]) => {
        const y = product(x!, kernel!);
        return { value: bias ? op('BiasAdd', [T, NHWC], [y, bias]) : y, saved: [x!, kernel!] };
      },
      (dy, [x, kernel]) => [
        ...gradients(dy, x!, kernel!),
        ...(bias ? [op('BiasAddGrad', [T, NHWC], [dy])] : []),
      ],
    );
