import { activationNames, activationOf } from '../activations/index.ts';
import { defineLayer } from '../define.ts';
import { choice } from '../params.ts';
import { wanted } from '../../words/problems.ts';
import { kerasActivation, readActivation } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

export const activation = defineLayer({
  kind: 'activation',
  label: 'Activation',
  group: 'core',
  icon: 'activity',
  doc: 'Applies one function to every value. It is what lets a network learn more than straight lines.',
  params: {
    activation: choice('Activation', activationNames, 'relu', 'The function.'),
  },
  inputs: input('Any shape.'),
  outputs: output('The same shape.'),
  summary: (params) => params.activation,
  infer: (params, [x]) =>
    (params.activation === 'softmax' || params.activation === 'logSoftmax') && x?.length === 0
      ? { misfit: { code: 'rank-wrong', facts: { layer: 'Activation', wants: wanted.axis, shape: x } } }
      : { outputs: [x!] },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: (context, params, _weights, [x]) => ({
    outputs: [{ ...x!, value: activationOf(params.activation).forward(context, x!.value) }],
  }),
  keras: (params) => ({
    className: 'Activation',
    config: { activation: kerasActivation(params.activation) },
    weights: [],
  }),
  fromKeras: {
    className: 'Activation',
    params: (config) => {
      const name = readActivation(config['activation']);
      return name ? { activation: name } : null;
    },
  },
  onnx: (writer, params, [x]) => [activationOf(params.activation).onnx(writer, x!)],
  examples: activationNames.map((name) => ({
    params: { activation: name },
    inputs: [[3, 4]],
    outputs: [[3, 4]],
  })),
});
