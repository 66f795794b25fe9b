/** Activations over TensorFlow's own ops: one op forward, one back, wherever it has them. */
import type { ActivationOps, Ops, Tensor } from '../../../../shared/kinds/ops.ts';
import { attribute } from '../binding.ts';
import type { OpAttribute } from '../binding.ts';
import { withGradient, withGradientOf } from '../gradient.ts';
import type { NativeTensorFlow } from '../native.ts';

const T = attribute.type('T', 'float32');
const DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

export function nativeActivations({
  tf,
  op,
}: Pick<NativeTensorFlow, 'tf' | 'op'>): ActivationOps & Pick<Ops, 'relu' | 'sigmoid' | 'tanh'> {
  /** `order`: what the gradient op takes first. */
  const pair =
    (
      name: string,
      needs: 'input' | 'output',
      order: 'dy first' | 'dy last' = 'dy first',
      attributes: readonly OpAttribute[] = [T],
    ) =>
    (x: Tensor): Tensor =>
      withGradientOf(
        tf,
        needs,
        x,
        (x) => op(name, attributes, [x]),
        (dy, saved) => op(`${name}Grad`, attributes, order === 'dy first' ? [dy, saved] : [saved, dy]),
      );

  return {
    relu: pair('Relu', 'output'),
    sigmoid: pair('Sigmoid', 'output', 'dy last'),
    tanh: pair('Tanh', 'output', 'dy last'),
    relu6: pair('Relu6', 'output'),
    elu: pair('Elu', 'output'),
    selu: pair('Selu', 'output'),
    softsign: pair('Softsign', 'input'),
    // With a slope of at least zero the output has the input's sign, which is all that the gradient asks for.
    leakyRelu: (x, slope) => pair('LeakyRelu', 'output', 'dy first', [T, attribute.float('alpha', slope)])(x),

    // SoftplusGrad is one op, and slower than these two.
    softplus: (x) =>
      withGradientOf(
        tf,
        'input',
        x,
        (x) => op('Softplus', [T], [x]),
        (dy, x) => tf.mul(dy, op('Sigmoid', [T], [x])),
      ),
    gelu: (x) =>
      withGradient(
        tf,
        [x],
        ([x]) => {
          const below = tf.add(tf.mul(tf.erf(tf.mul(x!, Math.SQRT1_2)), 0.5), 0.5);
          return { value: tf.mul(x!, below), saved: [x!, below] };
        },
        (dy, [x, below]) => {
          const density = tf.mul(tf.exp(tf.mul(tf.square(x!), -0.5)), DENSITY_AT_ZERO);
          return [tf.mul(dy, tf.add(below!, tf.mul(x!, density)))];
        },
      ),
    logSoftmax: (x) =>
      withGradientOf(
        tf,
        'output',
        x,
        (x) => op('LogSoftmax', [T], [x]),
        (dy, y) => tf.sub(dy, tf.mul(tf.exp(y), tf.sum(dy, -1, true))),
      ),
  };
}
