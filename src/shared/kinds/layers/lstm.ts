import { defineLayer } from '../define.ts';
import { flag } from '../params.ts';
import { activationParam, gateParam, recurrentParams, unitsParam } from './parts/recurrent.ts';
import { recurrentLayer } from './parts/recurrent-layer.ts';

export const lstm = defineLayer({
  ...recurrentLayer({
    op: 'lstm',
    label: 'LSTM',
    gates: 4,
    states: ['state', 'cell'],
    own: { unitForgetBias: 'unit_forget_bias' },
    each: { values: 23, operations: 45 },
  }),
  kind: 'lstm',
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
    {
      params: { units: 2, returnSequences: true, direction: 'both', merge: 'sum' },
      inputs: [[3, 2], [4], [4]],
      outputs: [[3, 2], [4], [4]],
    },
  ],
});
