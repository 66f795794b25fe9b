/** What every layer with a kernel has: activation, bias, initializer and regularisation. */
import type { Tensor, Tfjs } from '../../define.ts';
import { activationNames } from '../../activations/index.ts';
import { choice, flag, number } from '../../params.ts';
import { initializerNames } from './initializer-names.ts';

export const kernelParams = {
  activation: choice('Activation', activationNames, 'linear', 'Applied to every output value.'),
  useBias: flag('Bias', true, 'Adds a learned offset to every output.'),
  kernelInitializer: choice(
    'Kernel initializer',
    initializerNames,
    'glorotUniform',
    'How the kernel is filled before training.',
  ),
  l1: number('L1', 0, [0, 1], 'Adds this times the sum of the absolute kernel values to the loss.', {
    step: 0.0001,
  }),
  l2: number('L2', 0, [0, 1], 'Adds this times the sum of the squared kernel values to the loss.', {
    step: 0.0001,
  }),
} as const;

/** The layer's scalar term of the loss, as Keras' L1L2 of the kernel; nothing where both are 0. */
export function kernelPenalty(
  tf: Tfjs,
  { l1, l2 }: { readonly l1: number; readonly l2: number },
  kernel: Tensor,
): { readonly penalty?: Tensor } {
  const absolute = l1 > 0 ? tf.mul(tf.sum(tf.abs(kernel)), l1) : null;
  const squared = l2 > 0 ? tf.mul(tf.sum(tf.square(kernel)), l2) : null;
  const penalty = absolute && squared ? tf.add(absolute, squared) : (absolute ?? squared);
  return penalty ? { penalty } : {};
}

/** "128 · relu": what a node's one line says; a linear activation goes without saying. */
export const kernelSummary = (size: string, activation: string): string =>
  activation === 'linear' ? size : `${size} · ${activation}`;
