/** The learned scale (gamma) and shift (beta) that end a normalisation, each of the last axis' length. */
import type { OnnxWriter, WeightSpec } from '../../define.ts';
import { flag, number } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import { kerasInitializer } from './initializers.ts';
import { plain } from './keras.ts';

/** Added to a variance, so that values which are all the same are not divided by zero. */
export const epsilonParam = (value: number) =>
  number('Epsilon', value, [1e-7, 1], 'Added to the variance, against division by zero.', { step: 0.0001 });

export const affineParams = {
  epsilon: epsilonParam(1e-3),
  center: flag('Center', true, 'Learns the shift (beta).'),
  scale: flag('Scale', true, 'Learns the scale (gamma).'),
} as const;

interface Affine {
  readonly center: boolean;
  readonly scale: boolean;
}

export const affineWeights = (params: Affine, x: Shape): Readonly<Record<string, WeightSpec>> => {
  const weight = (initializer: string): WeightSpec => ({
    shape: [x.at(-1)!],
    initializer,
    trainable: true,
  });
  return {
    ...(params.scale && { gamma: weight('ones') }),
    ...(params.center && { beta: weight('zeros') }),
  };
};

/** In Keras' order. */
export const affineNames = (params: Affine): readonly string[] => [
  ...(params.scale ? ['gamma'] : []),
  ...(params.center ? ['beta'] : []),
];

export const kerasAffine = (params: Affine & { readonly epsilon: number }): Record<string, unknown> => ({
  epsilon: params.epsilon,
  center: params.center,
  scale: params.scale,
  gamma_initializer: kerasInitializer({ initializer: 'ones' }),
  beta_initializer: kerasInitializer({ initializer: 'zeros' }),
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
    ? { epsilon: config['epsilon'], center: config['center'], scale: config['scale'] }
    : null;

/** For an ONNX operation that wants both, learned or not. */
export function affineOnnx(
  writer: OnnxWriter,
  params: Affine,
  channels: number,
): { readonly gamma: string; readonly beta: string } {
  const fill = (value: number): string => writer.constant(new Float32Array(channels).fill(value), [channels]);
  return {
    gamma: params.scale ? writer.weight('gamma') : fill(1),
    beta: params.center ? writer.weight('beta') : fill(0),
  };
}
