import { defineOptimizer } from '../define.ts';
import type { Tensor, Tfjs } from '../ops.ts';
import { beta1, beta2, epsilon, weightDecay } from './parts.ts';

/** How fast the momentum's warm-up ends; fixed in Keras too. */
const WARM_UP = 0.96;

/** Adam with Nesterov's look ahead and a momentum that warms up. TensorFlow's fused op knows no warm-up. */
export const nadam = defineOptimizer({
  kind: 'nadam',
  label: 'Nadam',
  doc: 'Adam that looks ahead along its momentum, as Nesterov’s method does; often a little faster at the start.',
  formula:
    'uₜ = β₁ (1 − ½ · 0.96ᵗ);  m̂ = uₜ₊₁ m/(1−∏u·uₜ₊₁) + (1−uₜ) g/(1−∏u);  w ← w − η m̂/(√(v/(1−β₂ᵗ)) + ε)',
  learningRates: [1e-6, 0.001, 0.02],
  params: { beta1, beta2: beta2(), epsilon: epsilon(), weightDecay: weightDecay() },
  slots: () => ({ m: 0, v: 0 }),
  scalars: ({ beta2 }) => ({ beta2Power: beta2, warmUp: WARM_UP, uProduct: 1 }),
  update(tf, { beta1, beta2, epsilon }, { weight, gradient, slots, scalars, learningRate }) {
    const one = tf.scalar(1);
    const u = momentumOf(tf, beta1, scalars.warmUp!);
    const uNext = momentumOf(tf, beta1, tf.mul(scalars.warmUp!, WARM_UP));
    const product = tf.mul(scalars.uProduct!, u);
    const m = tf.add(slots.m!, tf.mul(tf.sub(gradient, slots.m!), 1 - beta1));
    const v = tf.add(slots.v!, tf.mul(tf.sub(tf.square(gradient), slots.v!), 1 - beta2));
    const ahead = tf.add(
      tf.mul(m, tf.div(uNext, tf.sub(one, tf.mul(product, uNext)))),
      tf.mul(gradient, tf.div(tf.sub(one, u), tf.sub(one, product))),
    );
    const size = tf.add(tf.sqrt(tf.div(v, tf.sub(one, scalars.beta2Power!))), epsilon);
    return { weight: tf.sub(weight, tf.div(tf.mul(ahead, learningRate), size)), slots: { m, v } };
  },
  advance: (tf, { beta1, beta2 }, scalars) => ({
    beta2Power: tf.mul(scalars.beta2Power!, beta2),
    warmUp: tf.mul(scalars.warmUp!, WARM_UP),
    uProduct: tf.mul(scalars.uProduct!, momentumOf(tf, beta1, scalars.warmUp!)),
  }),
  fused: () => null,
});

/** β₁ (1 − ½ · 0.96ᵗ), given 0.96ᵗ. */
const momentumOf = (tf: Tfjs, beta1: number, warmUp: Tensor): Tensor =>
  tf.mul(tf.sub(tf.scalar(1), tf.mul(warmUp, 0.5)), beta1);
