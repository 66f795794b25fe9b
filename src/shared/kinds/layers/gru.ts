import { defineLayer } from '../define.ts';
import { flag } from '../params.ts';
import { activationParam, gateParam, recurrentParams, unitsParam } from './parts/recurrent.ts';
import { recurrentLayer } from './parts/recurrent-layer.ts';

export const gru = defineLayer({
  ...recurrentLayer({
    op: 'gru',
    label: 'GRU',
    gates: 3,
    states: ['state'],
    own: { resetAfter: 'reset_after' },
    each: { values: 37, operations: 70 },
  }),
  kind: 'gru',
  icon: 'repeat-1',
  doc: 'Reads a sequence step by step and remembers: two gates decide how much of the past it keeps and uses. Like LSTM with fewer weights.',
  formula:
    'h = z · h + (1 − z) · activation(x · W + b + r · (h · U + d)), each of z, r = recurrentActivation(x · W + b + h · U + d) with weights of its own; where it resets before the product: activation(x · W + b + (r · h) · U)',
  params: {
    ...unitsParam,
    activation: activationParam('Applied to what is new in each step.'),
    ...gateParam,
    ...recurrentParams,
    resetAfter: flag(
      'Reset after',
      true,
      'Applies the reset gate after the product with what it remembers, not before it; the bias then has a part of its own for that product.',
    ),
  },
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
    {
      params: { units: 2, resetAfter: false, returnSequences: true, direction: 'both' },
      inputs: [[3, 2]],
      outputs: [[3, 4], [4]],
    },
    {
      params: { units: 2, resetAfter: false, recurrentActivation: 'softplus', activation: 'elu' },
      inputs: [[3, 2], [2]],
      outputs: [[2], [2]],
    },
    {
      params: { units: 2, resetAfter: false, useBias: false, direction: 'backward', recurrentDropout: 0.5 },
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
    {
      params: { units: 2, direction: 'both', activation: 'gelu' },
      inputs: [[3, 2], [4]],
      outputs: [[4], [4]],
    },
  ],
});
