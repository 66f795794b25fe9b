import { defineOptimizer } from '../define.ts';
import { beta1, beta2, epsilon, weightDecay } from './parts.ts';

/**
 * Adam in Keras' form: the bias correction is in the step's size, and epsilon is added before it (PyTorch and tfjs
 * add it after). `ResourceApplyAdam` computes the same.
 */
export const adam = defineOptimizer({
  kind: 'adam',
  label: 'Adam',
  doc: 'Gives each weight its own step, from the recent mean and size of its gradients. A good first choice.',
  formula: 'm ← β₁ m + (1−β₁) g;  v ← β₂ v + (1−β₂) g²;  w ← w − η √(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε)',
  learningRates: [1e-6, 0.001, 0.02],
  params: {
    beta1,
    beta2: beta2(),
    epsilon: epsilon(),
    weightDecay: weightDecay(),
  },
  slots: () => ({ m: 0, v: 0 }),
  scalars: ({ beta1, beta2 }) => ({ beta1Power: beta1, beta2Power: beta2 }),
  update(tf, { beta1, beta2, epsilon }, { weight, gradient, slots, scalars, learningRate }) {
    const one = tf.scalar(1);
    const correction = tf.div(tf.sqrt(tf.sub(one, scalars.beta2Power!)), tf.sub(one, scalars.beta1Power!));
    const m = tf.add(slots.m!, tf.mul(tf.sub(gradient, slots.m!), 1 - beta1));
    const v = tf.add(slots.v!, tf.mul(tf.sub(tf.square(gradient), slots.v!), 1 - beta2));
    const move = tf.div(tf.mul(m, tf.mul(learningRate, correction)), tf.add(tf.sqrt(v), epsilon));
    return { weight: tf.sub(weight, move), slots: { m, v } };
  },
  advance: (tf, { beta1, beta2 }, scalars) => ({
    beta1Power: tf.mul(scalars.beta1Power!, beta1),
    beta2Power: tf.mul(scalars.beta2Power!, beta2),
  }),
  fused: ({ beta1, beta2, epsilon }) => ({
    op: 'ResourceApplyAdam',
    variables: ['weight', 'm', 'v'],
    inputs: ['beta1Power', 'beta2Power', 'learningRate', beta1, beta2, epsilon, 'gradient'],
    attributes: { use_locking: false, use_nesterov: false },
  }),
});
