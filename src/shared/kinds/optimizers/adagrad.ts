import { defineOptimizer } from '../define.ts';
import { number } from '../params.ts';
import { epsilon, weightDecay } from './parts.ts';

/** Keras adds epsilon under the root, TensorFlow's fused op after it: no fused form. */
export const adagrad = defineOptimizer({
  kind: 'adagrad',
  label: 'Adagrad',
  doc: 'Weights that have moved much take ever smaller steps: good where some inputs are rare. Wants a larger learning rate.',
  formula: 'a ← a + g²;  w ← w − η g/√(a + ε)',
  learningRates: [0.001, 0.01, 1],
  params: {
    initialAccumulatorValue: number(
      'Initial sum',
      0.1,
      [0, 1000],
      'What the sum of squared gradients begins with: larger makes the first steps smaller.',
    ),
    epsilon: epsilon(),
    weightDecay: weightDecay(),
  },
  slots: ({ initialAccumulatorValue }) => ({ accumulator: initialAccumulatorValue }),
  scalars: () => ({}),
  update(tf, { epsilon }, { weight, gradient, slots, learningRate }) {
    const accumulator = tf.add(slots.accumulator!, tf.square(gradient));
    const move = tf.div(tf.mul(gradient, learningRate), tf.sqrt(tf.add(accumulator, epsilon)));
    return { weight: tf.sub(weight, move), slots: { accumulator } };
  },
  advance: (_tf, _params, scalars) => scalars,
  fused: () => null,
});
