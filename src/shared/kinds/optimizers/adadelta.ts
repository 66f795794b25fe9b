import { defineOptimizer } from '../define.ts';
import type { Tensor } from '../ops.ts';
import { epsilon, rho, weightDecay } from './parts.ts';

export const adadelta = defineOptimizer({
  kind: 'adadelta',
  label: 'Adadelta',
  doc: 'Finds the size of its steps from those of the last ones. Its own formula wants a learning rate of 1.',
  formula: 'a ← ρ a + (1−ρ) g²;  Δ = √(d + ε)/√(a + ε) · g;  d ← ρ d + (1−ρ) Δ²;  w ← w − η Δ',
  learningRates: [0.01, 1, 2],
  params: { rho: rho(0.95), epsilon: epsilon(), weightDecay: weightDecay() },
  slots: () => ({ gradients: 0, moves: 0 }),
  scalars: () => ({}),
  update(tf, { rho, epsilon }, { weight, gradient, slots, learningRate }) {
    const forget = (mean: Tensor, value: Tensor): Tensor =>
      tf.add(tf.mul(mean, rho), tf.mul(tf.square(value), 1 - rho));
    const root = (mean: Tensor): Tensor => tf.sqrt(tf.add(mean, epsilon));
    const gradients = forget(slots.gradients!, gradient);
    const move = tf.div(tf.mul(root(slots.moves!), gradient), root(gradients));
    return {
      weight: tf.sub(weight, tf.mul(move, learningRate)),
      slots: { gradients, moves: forget(slots.moves!, move) },
    };
  },
  advance: (_tf, _params, scalars) => scalars,
  fused: ({ rho, epsilon }) => ({
    op: 'ResourceApplyAdadelta',
    variables: ['weight', 'gradients', 'moves'],
    inputs: ['learningRate', rho, epsilon, 'gradient'],
    attributes: { use_locking: false },
  }),
});
