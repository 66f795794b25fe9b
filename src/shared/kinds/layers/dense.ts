import { activationOf } from '../activations/index.ts';
import { defineLayer } from '../define.ts';
import { integer } from '../params.ts';
import { sizeOf } from '../shape.ts';
import { wanted } from '../../words/problems.ts';
import {
  kerasKernel,
  kernelNames,
  matrixParams,
  kernelSummary,
  kernelWeights,
  readKernel,
} from './parts/kernel.ts';
import { plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';
import { regularize } from './parts/regularizers.ts';

export const dense = defineLayer({
  kind: 'dense',
  label: 'Dense',
  group: 'core',
  icon: 'waypoints',
  doc: 'Every output is a weighted sum of every input, then an activation. Also called fully connected.',
  formula: 'y = activation(x · kernel + bias)',
  params: {
    units: integer('Units', 32, 1, 'Number of outputs.', { max: 65_536 }),
    ...matrixParams,
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
  weights: (params, [x]) => kernelWeights(params, [x!.at(-1)!, params.units], params.units),
  multiplyAdds: (params, [x]) => sizeOf(x!) * params.units,
  forward: (context, params, weights, [x]) => {
    const { kernel, bias } = weights;
    const sum = context.ops.dense(x!.value, kernel!, bias ?? null);
    const value = activationOf(params.activation).forward(context, sum);
    return { outputs: [{ ...x!, value }], ...regularize(context.tf, params, [kernel!], [bias], value) };
  },
  keras: (params) => ({
    className: 'Dense',
    config: { units: params.units, ...kerasKernel(params) },
    weights: kernelNames(params),
  }),
  fromKeras: {
    className: 'Dense',
    params: (config) => {
      const kernel = readKernel(config);
      return kernel && plain(config, { lora_rank: null, quantization_config: null })
        ? { units: config['units'], ...kernel }
        : null;
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
    {
      params: { units: 3, activation: 'softmax', l1: 0.01, l2: 0.02, biasL2: 0.1 },
      inputs: [[7]],
      outputs: [[3]],
    },
    {
      params: { units: 2, activation: 'tanh', l2: 0.1, activityL1: 0.01, activityL2: 0.02 },
      inputs: [[3, 4]],
      outputs: [[3, 2]],
    },
  ],
});
