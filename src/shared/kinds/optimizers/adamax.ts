import { defineOptimizer } from '../define.ts';
import { beta1, beta2, epsilon, weightDecay } from './parts.ts';

export const adamax = defineOptimizer({
  kind: 'adamax',
  label: 'Adamax',
  doc: 'Adam that measures gradients by their largest recent size: steadier where gradients are rare, as for embeddings.',
  formula: 'm ← β₁ m + (1−β₁) g;  u ← max(β₂ u, |g|);  w ← w − η/(1−β₁ᵗ) · m/(u + ε)',
  learningRates: [1e-6, 0.001, 0.05],
  params: {
    beta1,
    beta2: beta2(0.999, 'How slowly the largest size of the gradients forgets.'),
    epsilon: epsilon(),
    weightDecay: weightDecay(),
  },
  slots: () => ({ m: 0, u: 0 }),
  scalars: ({ beta1 }) => ({ beta1Power: beta1 }),
  update(tf, { beta1, beta2, epsilon }, { weight, gradient, slots, scalars, learningRate }) {
    const m = tf.add(slots.m!, tf.mul(tf.sub(gradient, slots.m!), 1 - beta1));
    const u = tf.maximum(tf.mul(slots.u!, beta2), tf.abs(gradient));
    const rate = tf.div(learningRate, tf.sub(tf.scalar(1), scalars.beta1Power!));
    return { weight: tf.sub(weight, tf.mul(rate, tf.div(m, tf.add(u, epsilon)))), slots: { m, u } };
  },
  advance: (tf, { beta1 }, scalars) => ({ beta1Power: tf.mul(scalars.beta1Power!, beta1) }),
  fused: ({ beta1, beta2, epsilon }) => ({
    op: 'ResourceApplyAdaMax',
    variables: ['weight', 'm', 'u'],
    inputs: ['beta1Power', 'learningRate', beta1, beta2, epsilon, 'gradient'],
    attributes: { use_locking: false },
  }),
});
