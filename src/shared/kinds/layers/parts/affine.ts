/** The learned scale (gamma) and shift (beta) that end a normalisation, each of the last axis' length. */
import type { OnnxWriter, WeightSpec } from '../../define.ts';
import { flag, number } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import {
  chosenInitializer,
  kerasInitializer,
  readVectorInitializer,
  vectorInitializerParams,
} from './initializers.ts';
import type { VectorInitializerValues } from './initializers.ts';
import { plain } from './keras.ts';

/** Added to a variance, so that values which are all the same are not divided by zero. */
export const epsilonParam = (value: number) =>
  number('Epsilon', value, [1e-7, 1], 'Added to the variance, against division by zero.', { step: 0.0001 });

export const affineParams = {
  epsilon: epsilonParam(1e-3),
  center: flag('Center', true, 'Learns the shift (beta).'),
  scale: flag('Scale', true, 'Learns the scale (gamma).'),
  ...vectorInitializerParams(
    'gammaInitializer',
    'Gamma',
    'ones',
    'How the scale is filled before training. Zeros at the end of a branch let the other one through at first.',
    ({ scale }) => scale === true,
  ),
  ...vectorInitializerParams(
    'betaInitializer',
    'Beta',
    'zeros',
    'How the shift is filled before training.',
    ({ center }) => center === true,
  ),
} as const;

interface Learned {
  readonly center: boolean;
  readonly scale: boolean;
}
interface Affine
  extends Learned, VectorInitializerValues<'gammaInitializer'>, VectorInitializerValues<'betaInitializer'> {
  readonly epsilon: number;
}

export const affineWeights = (params: Affine, x: Shape): Readonly<Record<string, WeightSpec>> => {
  const own = { shape: [x.at(-1)!], trainable: true };
  return {
    ...(params.scale && { gamma: { ...own, ...chosenInitializer('gammaInitializer', params) } }),
    ...(params.center && { beta: { ...own, ...chosenInitializer('betaInitializer', params) } }),
  };
};

/** In Keras' order. */
export const affineNames = (params: Learned): readonly string[] => [
  ...(params.scale ? ['gamma'] : []),
  ...(params.center ? ['beta'] : []),
];

export const kerasAffine = (params: Affine): Record<string, unknown> => ({
  epsilon: params.epsilon,
  center: params.center,
  scale: params.scale,
  gamma_initializer: kerasInitializer(chosenInitializer('gammaInitializer', params)),
  beta_initializer: kerasInitializer(chosenInitializer('betaInitializer', params)),
});

export const readAffine = (
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null =>
  plain(config, {
    gamma_regularizer: null,
    beta_regularizer: null,
    gamma_constraint: null,
    beta_constraint: null,
  })
    ? {
        epsilon: config['epsilon'],
        center: config['center'],
        scale: config['scale'],
        ...readVectorInitializer('gammaInitializer', config['gamma_initializer'], 'ones'),
        ...readVectorInitializer('betaInitializer', config['beta_initializer'], 'zeros'),
      }
    : null;

/** For an ONNX operation that wants both, learned or not. */
export function affineOnnx(
  writer: OnnxWriter,
  params: Learned,
  channels: number,
): { readonly gamma: string; readonly beta: string } {
  const fill = (value: number): string => writer.constant(new Float32Array(channels).fill(value), [channels]);
  return {
    gamma: params.scale ? writer.weight('gamma') : fill(1),
    beta: params.center ? writer.weight('beta') : fill(0),
  };
}
