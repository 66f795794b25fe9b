import { defineLayer } from '../define.ts';
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
  op: 'gru',
  label: 'GRU',
  gates: 3,
  biases: 2,
  states: ['state'],
};

export const gru = defineLayer({
  kind: 'gru',
  label: recurrence.label,
  group: 'recurrent',
  icon: 'repeat-1',
  doc: 'Reads a sequence step by step and remembers: two gates decide how much of the past it keeps and uses. Like LSTM with fewer weights.',
  formula:
    'h = z · h + (1 − z) · activation(x · W + b + r · (h · U + d)), each of z, r = recurrentActivation(x · W + b + h · U + d) with weights of its own',
  params: {
    ...unitsParam,
    activation: activationParam('Applied to what is new in each step.'),
    ...gateParam,
    ...recurrentParams,
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
  // The bias is applied after the reset gate, as Keras does unless told otherwise.
  keras: (params) => kerasRecurrent('GRU', params, { reset_after: true }),
  fromKeras: {
    className: 'GRU',
    wrapper: BIDIRECTIONAL,
    params: (config) => readRecurrent(config, ({ reset_after }) => (reset_after === false ? null : {})),
  },
  onnx: (writer, params, inputs, shapes) => onnxRecurrent(recurrence, writer, params, inputs, shapes),
  examples: [
    { params: { units: 3 }, inputs: [[1, 2]], outputs: [[3], [3]] },
    {
      params: { units: 2, returnSequences: true, direction: 'backward' },
      inputs: [[4, 3]],
      outputs: [[4, 2], [2]],
    },
    {
      params: { units: 2, direction: 'both', merge: 'sum', useBias: false, l1: 0.01 },
      inputs: [[3, 2]],
      outputs: [[2], [4]],
    },
    {
      params: { units: 3, dropout: 0.25, recurrentDropout: 0.5 },
      inputs: [[3, 2]],
      outputs: [[3], [3]],
    },
    {
      params: { units: 2, activation: 'relu', recurrentActivation: 'softsign', l2: 0.01, biasL1: 0.1 },
      inputs: [[3, 2]],
      outputs: [[2], [2]],
    },
    { params: { units: 2, recurrentActivation: 'softmax' }, inputs: [[3, 2]], outputs: [[2], [2]] },
    {
      params: { units: 2, returnSequences: true, direction: 'both', merge: 'mul' },
      inputs: [[3, 4]],
      outputs: [[3, 2], [4]],
    },
    {
      params: { units: 2, returnSequences: true },
      inputs: [[3, 4], [2]],
      outputs: [[3, 2], [2]],
    },
  ],
});
