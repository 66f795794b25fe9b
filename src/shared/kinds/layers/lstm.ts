import { defineLayer } from '../define.ts';
import { flag } from '../params.ts';
import {
  activationParam,
  gateParam,
  inferRecurrent,
  recurrentForward,
  recurrentInputs,
  recurrentMultiplyAdds,
  recurrentOutputs,
  recurrentParams,
  recurrentSummary,
  recurrentWeights,
  unitsParam,
} from './parts/recurrent.ts';
import type { Recurrence } from './parts/recurrent.ts';
import { BIDIRECTIONAL, kerasRecurrent, readRecurrent } from './parts/recurrent-keras.ts';
import { onnxRecurrent } from './parts/recurrent-onnx.ts';

const recurrence: Recurrence = {
  op: 'lstm',
  label: 'LSTM',
  gates: 4,
  biases: 1,
  states: ['state', 'cell'],
};

export const lstm = defineLayer({
  kind: 'lstm',
  label: recurrence.label,
  group: 'recurrent',
  icon: 'repeat-2',
  doc: 'Reads a sequence step by step and remembers: three gates decide what its cell takes in, keeps and gives. The usual layer for longer sequences.',
  formula:
    'c = f · c + i · activation(x · W + h · U + b), h = o · activation(c), each of i, f, o = recurrentActivation(x · W + h · U + b) with weights of its own',
  params: {
    ...unitsParam,
    activation: activationParam('Applied to what goes into the cell and to what comes out of it.'),
    ...gateParam,
    ...recurrentParams,
    unitForgetBias: flag(
      'Unit forget bias',
      true,
      'Starts the bias of the forget gate at 1, so that the layer remembers at first.',
    ),
  },
  inputs: recurrentInputs(recurrence),
  outputs: recurrentOutputs(recurrence),
  skipsMasked: true,
  summary: recurrentSummary,
  infer: (params, inputs) => inferRecurrent(recurrence, params, inputs),
  weights: (params, [x]) => recurrentWeights(recurrence, params, x!),
  multiplyAdds: (params, [x]) => recurrentMultiplyAdds(recurrence, params, x!),
  forward: (context, params, weights, inputs) =>
    recurrentForward(recurrence, context, params, weights, inputs),
  keras: (params) => kerasRecurrent('LSTM', params, { unit_forget_bias: params.unitForgetBias }),
  fromKeras: {
    className: 'LSTM',
    wrapper: BIDIRECTIONAL,
    params: (config) => readRecurrent(config, ({ unit_forget_bias: unitForgetBias }) => ({ unitForgetBias })),
  },
  onnx: (writer, params, inputs, shapes) => onnxRecurrent(recurrence, writer, params, inputs, shapes),
  examples: [
    { params: { units: 3 }, inputs: [[4, 2]], outputs: [[3], [3], [3]] },
    {
      params: { units: 2, returnSequences: true, direction: 'backward', unitForgetBias: false },
      inputs: [[4, 3]],
      outputs: [[4, 2], [2], [2]],
    },
    {
      params: { units: 2, returnSequences: true, direction: 'both', l2: 0.01, activityL1: 0.01 },
      inputs: [[3, 2]],
      outputs: [[3, 4], [4], [4]],
    },
    {
      params: { units: 3, useBias: false, dropout: 0.25, recurrentDropout: 0.5 },
      inputs: [[3, 2]],
      outputs: [[3], [3], [3]],
    },
    {
      params: { units: 2, activation: 'softsign', recurrentActivation: 'softplus', l1: 0.01, biasL2: 0.1 },
      inputs: [[3, 2]],
      outputs: [[2], [2], [2]],
    },
    { params: { units: 2, activation: 'gelu' }, inputs: [[1, 2]], outputs: [[2], [2], [2]] },
    {
      params: { units: 2, returnSequences: true },
      inputs: [[3, 4], [2], [2]],
      outputs: [[3, 2], [2], [2]],
    },
  ],
});
