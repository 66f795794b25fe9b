import { activationOf } from '../activations/index.ts';
import { defineLayer } from '../define.ts';
import { integer } from '../params.ts';
import { sizeOf } from '../shape.ts';
import { wanted } from '../../words/problems.ts';
import { kernelParams, kernelPenalty, kernelSummary } from './parts/kernel.ts';
import {
  kerasActivation,
  kerasInitializer,
  kerasRegularizer,
  plain,
  readActivation,
  readInitializer,
  readRegularizer,
} from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

export const dense = defineLayer({
  kind: 'dense',
  label: 'Dense',
  group: 'core',
  icon: 'waypoints',
  doc: 'Every output is a weighted sum of every input, then an activation. Also called fully connected.',
  formula: 'y = activation(x · kernel + bias)',
  params: {
    units: integer('Units', 32, 1, 'Number of outputs.', { max: 65_536 }),
    ...kernelParams,
  },
  inputs: input('A row of numbers, or one for each time step.'),
  outputs: output('One number a unit.'),
  summary: (params) => kernelSummary(String(params.units), params.activation),
  infer: (params, [x]) =>
    x && (x.length === 1 || x.length === 2)
      ? { outputs: [[...x.slice(0, -1), params.units]] }
      : {
          misfit: {
            code: 'rank-wrong',
            facts: { layer: 'Dense', wants: wanted.features, shape: x ?? [] },
          },
        },
  weights: (params, [x]) => ({
    kernel: {
      shape: [x!.at(-1)!, params.units],
      initializer: params.kernelInitializer,
      trainable: true,
    },
    ...(params.useBias && { bias: { shape: [params.units], initializer: 'zeros', trainable: true } }),
  }),
  multiplyAdds: (params, [x]) => sizeOf(x!) * params.units,
  forward: (context, params, weights, [x]) => {
    const sum = context.ops.dense(x!.value, weights['kernel']!, weights['bias'] ?? null);
    const value = activationOf(params.activation).forward(context, sum);
    return { outputs: [{ ...x!, value }], ...kernelPenalty(context.tf, params, weights['kernel']!) };
  },
  keras: (params) => ({
    className: 'Dense',
    config: {
      units: params.units,
      activation: kerasActivation(params.activation),
      use_bias: params.useBias,
      kernel_initializer: kerasInitializer(params.kernelInitializer),
      bias_initializer: kerasInitializer('zeros'),
      kernel_regularizer: kerasRegularizer(params),
    },
    weights: params.useBias ? ['kernel', 'bias'] : ['kernel'],
  }),
  fromKeras: {
    className: 'Dense',
    params: (config) => {
      const activation = readActivation(config['activation']);
      const regularizer = readRegularizer(config['kernel_regularizer']);
      if (!activation || !regularizer || !plain(config, { lora_rank: null, quantization_config: null }))
        return null;
      return {
        units: config['units'],
        activation,
        useBias: config['use_bias'],
        kernelInitializer: readInitializer(config['kernel_initializer']),
        ...regularizer,
      };
    },
  },
  onnx: (writer, params, [x], [shape]) => {
    const kernel = writer.weight('kernel');
    const bias = params.useBias ? [writer.weight('bias')] : [];
    const product = (): string => writer.node('MatMul', [x!, kernel]);
    // Gemm takes rows only; over time steps it is a product and a sum.
    const sum =
      shape!.length === 1
        ? writer.node('Gemm', [x!, kernel, ...bias])
        : params.useBias
          ? writer.node('Add', [product(), ...bias])
          : product();
    return [activationOf(params.activation).onnx(writer, sum)];
  },
  examples: [
    { params: { units: 3 }, inputs: [[8]], outputs: [[3]] },
    { params: { units: 4, activation: 'relu', useBias: false }, inputs: [[5, 6]], outputs: [[5, 4]] },
    { params: { units: 3, activation: 'softmax', l1: 0.01, l2: 0.02 }, inputs: [[7]], outputs: [[3]] },
    { params: { units: 2, activation: 'tanh', l2: 0.1 }, inputs: [[3, 4]], outputs: [[3, 2]] },
  ],
});
