/** The learned scale (gamma) and shift (beta) that end a normalisation, each of the last axis' length. */
import type { Forward, OnnxWriter, WeightSpec } from '../../define.ts';
import type { Tensor, Tfjs } from '../../ops.ts';
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
import {
  activityRegularizerParams,
  biasRegularizerParams,
  kerasRegularizers,
  readRegularizers,
  regularize,
  weightRegularizerParams,
} from './regularizers.ts';
import type { Regularizers } from './regularizers.ts';

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
  ...weightRegularizerParams('scales', 'Gamma '),
  ...biasRegularizerParams('shifts', 'Beta '),
  ...activityRegularizerParams,
} as const;

interface Learned {
  readonly center: boolean;
  readonly scale: boolean;
}
interface Affine
  extends
    Learned,
    Regularizers,
    VectorInitializerValues<'gammaInitializer'>,
    VectorInitializerValues<'betaInitializer'> {
  readonly epsilon: number;
}

export const affineWeights = (params: Affine, x: Shape): Readonly<Record<string, WeightSpec>> => {
  const own = { shape: [x.at(-1)!], trainable: true };
  return {
    ...(params.scale && { gamma: { ...own, ...chosenInitializer('gammaInitializer', params) } }),
    ...(params.center && { beta: { ...own, ...chosenInitializer('betaInitializer', params) } }),
  };
};

/** What their sizes add to the loss, and that of what the layer gives. */
export const affinePenalty = (
  tf: Tfjs,
  params: Affine,
  { gamma, beta }: Readonly<Record<string, Tensor>>,
  value: Tensor,
): Pick<Forward, 'penalty' | 'rowPenalty'> => regularize(tf, params, gamma ? [gamma] : [], [beta], value);

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
  ...kerasRegularizers(params, ['gamma'], 'beta'),
});

export function readAffine(
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  const regularizers = readRegularizers(config, ['gamma'], 'beta');
  return regularizers && plain(config, { gamma_constraint: null, beta_constraint: null })
    ? {
        epsilon: config['epsilon'],
        center: config['center'],
        scale: config['scale'],
        ...readVectorInitializer('gammaInitializer', config['gamma_initializer'], 'ones'),
        ...readVectorInitializer('betaInitializer', config['beta_initializer'], 'zeros'),
        ...regularizers,
      }
    : null;
}

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
