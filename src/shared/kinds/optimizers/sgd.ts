import { defineOptimizer } from '../define.ts';
import { flag, number } from '../params.ts';
import { weightDecay } from './parts.ts';

/** Keras' SGD: velocity = momentum · velocity − rate · gradient, and the weight moves by it. */
export const sgd = defineOptimizer({
  kind: 'sgd',
  label: 'SGD',
  doc: 'Moves each weight against its gradient. With momentum, it keeps part of the last move and rolls on through small bumps.',
  formula: 'v ← μ v − η g;  w ← w + v',
  learningRates: [0.0001, 0.01, 1],
  params: {
    momentum: number('Momentum', 0, [0, 0.9999], 'The part of the last move that is kept; 0.9 is usual.'),
    nesterov: flag('Nesterov', false, 'Looks ahead along the kept move before it corrects.'),
    weightDecay: weightDecay(),
  },
  slots: ({ momentum }) => (momentum > 0 ? { momentum: 0 } : {}),
  scalars: () => ({}),
  update(tf, { momentum, nesterov }, { weight, gradient, slots, learningRate }) {
    const step = tf.mul(gradient, learningRate);
    if (momentum === 0) return { weight: tf.sub(weight, step), slots: {} };
    const velocity = tf.sub(tf.mul(slots.momentum!, momentum), step);
    const move = nesterov ? tf.sub(tf.mul(velocity, momentum), step) : velocity;
    return { weight: tf.add(weight, move), slots: { momentum: velocity } };
  },
  advance: (_tf, _params, scalars) => scalars,
  fused: ({ momentum, nesterov }) =>
    momentum === 0
      ? {
          op: 'ResourceApplyGradientDescent',
          variables: ['weight'],
          inputs: ['learningRate', 'gradient'],
          attributes: { use_locking: false },
        }
      : {
          op: 'ResourceApplyKerasMomentum',
          variables: ['weight', 'momentum'],
          inputs: ['learningRate', 'gradient', momentum],
          attributes: { use_locking: false, use_nesterov: nesterov },
        },
});
