/** What every layer with a kernel has: activation, bias, initializer and regularisation, and their form in Keras. */
import type { WeightSpec } from '../../define.ts';
import { activationNames } from '../../activations/index.ts';
import type { ActivationName } from '../../activations/index.ts';
import { choice, flag } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import {
  chosenInitializer,
  initializerNames,
  initializerParams,
  kerasInitializer,
  kernelInitializerNames,
  readInitializer,
  readVectorInitializer,
  vectorInitializerParams,
} from './initializers.ts';
import type { InitializerValues, VectorInitializerValues } from './initializers.ts';
import { kerasActivation, readActivation } from './keras.ts';
import { kerasRegularizers, readRegularizers, regularizerParams } from './regularizers.ts';
import type { Regularizers } from './regularizers.ts';

/** The choice of how kernels are filled, with the parameters of what is chosen. */
export const kernelInitializer = (
  names = initializerNames,
  doc = 'How the kernel is filled before training.',
) => initializerParams('kernelInitializer', 'Kernel', 'Kernel initializer', names, 'glorotUniform', doc);

/** The same of the bias, which most layers with weights have. */
export const biasInitializer = (doc = 'How the bias is filled before training.') =>
  vectorInitializerParams('biasInitializer', 'Bias', 'zeros', doc, ({ useBias }) => useBias === true);

export const kernelParams = {
  activation: choice('Activation', activationNames, 'linear', 'Applied to every output value.'),
  useBias: flag('Bias', true, 'Adds a learned offset to every output.'),
  ...kernelInitializer(kernelInitializerNames),
  ...biasInitializer(),
  ...regularizerParams,
} as const;

/** For layers whose kernel is a matrix. */
export const matrixParams = {
  ...kernelParams,
  ...kernelInitializer(),
} as const;

interface Bias extends VectorInitializerValues<'biasInitializer'> {
  readonly useBias: boolean;
}
export interface Kernel extends Regularizers, InitializerValues<'kernelInitializer'>, Bias {
  readonly activation: ActivationName;
}

export const kernelSpec = (params: Kernel, shape: Shape): WeightSpec => ({
  shape,
  ...chosenInitializer('kernelInitializer', params),
  trainable: true,
});

export const biasSpec = (params: Bias, shape: Shape): WeightSpec => ({
  shape,
  ...chosenInitializer('biasInitializer', params),
  trainable: true,
});

/** The bias, where there is one. */
export const biasWeights = (params: Bias, bias: number): Readonly<Record<string, WeightSpec>> =>
  params.useBias ? { bias: biasSpec(params, [bias]) } : {};

/** The kernel, and a bias where there is one. */
export const kernelWeights = (
  params: Kernel,
  kernel: Shape,
  bias: number,
): Readonly<Record<string, WeightSpec>> => ({
  kernel: kernelSpec(params, kernel),
  ...biasWeights(params, bias),
});

/** Names of the weights in Keras' order. */
export const kernelNames = (
  { useBias }: { readonly useBias: boolean },
  kernels: readonly string[] = ['kernel'],
): readonly string[] => (useBias ? [...kernels, 'bias'] : kernels);

export const kerasBias = (params: Bias): Readonly<Record<string, unknown>> => ({
  bias_initializer: kerasInitializer(chosenInitializer('biasInitializer', params)),
});
export const readBias = (config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  readVectorInitializer('biasInitializer', config['bias_initializer'], 'zeros');

/** `kernels`: what Keras calls them in the names of initializers and regularizers, which all of them share. */
export const kerasKernel = (
  params: Kernel,
  kernels: readonly string[] = ['kernel'],
): Readonly<Record<string, unknown>> => ({
  activation: kerasActivation(params.activation),
  use_bias: params.useBias,
  ...Object.fromEntries(
    kernels.map((name) => [
      `${name}_initializer`,
      kerasInitializer(chosenInitializer('kernelInitializer', params)),
    ]),
  ),
  ...kerasBias(params),
  ...kerasRegularizers(params, kernels),
});

/**
 * Null where an activation or a regularizer is one that this version does not have, or where the kernels are
 * regularised differently.
 */
export function readKernel(
  config: Readonly<Record<string, unknown>>,
  kernels: readonly string[] = ['kernel'],
): Record<string, unknown> | null {
  const activation = readActivation(config['activation']);
  const regularizers = readRegularizers(config, kernels);
  if (!activation || !regularizers) return null;
  return {
    activation,
    useBias: config['use_bias'],
    ...readInitializer('kernelInitializer', config[`${kernels[0]}_initializer`]),
    ...readBias(config),
    ...regularizers,
  };
}

/** "128 · relu": what a node's one line says; a linear activation goes without saying. */
export const kernelSummary = (size: string, activation: string): string =>
  activation === 'linear' ? size : `${size} · ${activation}`;
