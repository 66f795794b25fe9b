import { defineOptimizer } from '../define.ts';
import type { Tensor } from '../ops.ts';
import { flag, number } from '../params.ts';
import { epsilon, rho, weightDecay } from './parts.ts';

export const rmsprop = defineOptimizer({
  kind: 'rmsprop',
  label: 'RMSprop',
  doc: 'Divides each gradient by its recent size, so that all weights move at a similar pace. Long usual for recurrent networks.',
  formula: 'v ← ρ v + (1−ρ) g²;  b ← μ b + η g/√(v + ε);  w ← w − b',
  learningRates: [1e-6, 0.001, 0.02],
  params: {
    rho: rho(0.9),
    momentum: number('Momentum', 0, [0, 0.9999], 'The part of the last move that is kept.'),
    epsilon: epsilon(),
    centered: flag('Centred', false, 'Divides by the deviation of the gradients in place of their size.'),
    weightDecay: weightDecay(),
  },
  slots: ({ centered }) => ({ velocity: 0, momentum: 0, ...(centered && { average: 0 }) }),
  scalars: () => ({}),
  update(tf, { rho, momentum, epsilon, centered }, { weight, gradient, slots, learningRate }) {
    const forget = (mean: Tensor, value: Tensor): Tensor => tf.add(tf.mul(mean, rho), tf.mul(value, 1 - rho));
    const velocity = forget(slots.velocity!, tf.square(gradient));
    const average = centered ? forget(slots.average!, gradient) : null;
    const size = average ? tf.sub(velocity, tf.square(average)) : velocity;
    const step = tf.div(tf.mul(gradient, learningRate), tf.sqrt(tf.add(size, epsilon)));
    const move = tf.add(tf.mul(slots.momentum!, momentum), step);
    return {
      weight: tf.sub(weight, move),
      slots: { velocity, momentum: move, ...(average && { average }) },
    };
  },
  advance: (_tf, _params, scalars) => scalars,
  fused: ({ rho, momentum, epsilon, centered }) => ({
    op: centered ? 'ResourceApplyCenteredRMSProp' : 'ResourceApplyRMSProp',
    variables: ['weight', ...(centered ? ['average'] : []), 'velocity', 'momentum'],
    inputs: ['learningRate', rho, momentum, epsilon, 'gradient'],
    attributes: { use_locking: false },
  }),
});
