/** Parameters that several optimizers have. */
import { number } from '../params.ts';

/** Keras' decoupled decay, applied before the update: w ← w − w · decay · rate. */
export const weightDecay = (value = 0) =>
  number(
    'Weight decay',
    value,
    [0, 1],
    'Draws every weight towards 0 by this part of the learning rate each step; 0 turns it off.',
    { step: 0.001 },
  );

export const epsilon = (doc = 'Keeps the step finite where gradients are almost 0.') =>
  number('Epsilon', 1e-7, [1e-12, 1], doc, { step: 1e-7 });

export const beta1 = number('Beta 1', 0.9, [0, 0.9999], 'How slowly the mean of the gradients forgets.');

export const beta2 = (value = 0.999, doc = 'How slowly the mean of their squares forgets.') =>
  number('Beta 2', value, [0, 0.999999], doc, { step: 0.001 });

export const rho = (value: number) =>
  number('Rho', value, [0, 0.9999], 'How slowly the mean of the squared gradients forgets.');
