import { defineOptimizer } from '../define.ts';
import type { Tensor } from '../ops.ts';
import { number } from '../params.ts';
import { beta2, weightDecay } from './parts.ts';

export const lion = defineOptimizer({
  kind: 'lion',
  label: 'Lion',
  doc: 'Moves every weight by the same amount, up or down, and keeps one number a weight where Adam keeps two. Wants a learning rate of a third to a tenth of Adam’s.',
  formula: 'w ← w − η sign(β₁ m + (1−β₁) g);  m ← β₂ m + (1−β₂) g',
  learningRates: [1e-6, 0.0002, 0.003],
  params: {
    beta1: number('Beta 1', 0.9, [0.0001, 1], 'How much the kept mean counts for the direction.'),
    beta2: beta2(0.99, 'How slowly the mean of the gradients forgets.'),
    weightDecay: weightDecay(),
  },
  slots: () => ({ momentum: 0 }),
  scalars: () => ({}),
  update(tf, { beta1, beta2 }, { weight, gradient, slots, learningRate }) {
    const mix = (kept: number): Tensor => tf.add(tf.mul(slots.momentum!, kept), tf.mul(gradient, 1 - kept));
    return {
      weight: tf.sub(weight, tf.mul(tf.sign(mix(beta1)), learningRate)),
      slots: { momentum: mix(beta2) },
    };
  },
  advance: (_tf, _params, scalars) => scalars,
  fused: () => null,
});
