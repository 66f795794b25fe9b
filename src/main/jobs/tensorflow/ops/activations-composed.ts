/** Activations from tfjs' own functions, for a backend without TensorFlow's gradient ops. */
import type { ActivationOps, Ops, Tfjs } from '../../../../shared/kinds/ops.ts';

export const composedActivations = (tf: Tfjs): ActivationOps & Pick<Ops, 'relu' | 'sigmoid' | 'tanh'> => ({
  relu: (x) => tf.relu(x),
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => tf.tanh(x),
  relu6: (x) => tf.relu6(x),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  leakyRelu: (x, slope) => tf.leakyRelu(x, slope),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  logSoftmax: (x) => tf.logSoftmax(x),
});
