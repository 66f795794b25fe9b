import { defineLayer } from '../define.ts';
import { activationParam, recurrentParams, unitsParam } from './parts/recurrent.ts';
import { recurrentLayer } from './parts/recurrent-layer.ts';

export const simpleRNN = defineLayer({
  ...recurrentLayer({
    op: 'simpleRNN',
    label: 'SimpleRNN',
    gates: 1,
    states: ['state'],
    own: {},
    each: { values: 7, operations: 40 },
  }),
  kind: 'simpleRNN',
  icon: 'repeat',
  doc: 'Reads a sequence step by step: what it gives after a step goes into the next. It soon forgets; LSTM and GRU remember longer.',
  formula: 'h = activation(x · W + h · U + b)',
  params: {
    ...unitsParam,
    activation: activationParam('Applied to the sum of every step.'),
    ...recurrentParams,
  },
  examples: [
    { params: { units: 3 }, inputs: [[4, 2]], outputs: [[3], [3]] },
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
      params: { units: 2, activation: 'softsign', l2: 0.01, biasL1: 0.1 },
      inputs: [[3, 2]],
      outputs: [[2], [2]],
    },
    { params: { units: 2, activation: 'softmax' }, inputs: [[3, 2]], outputs: [[2], [2]] },
    {
      params: { units: 2, returnSequences: true, direction: 'both', merge: 'ave' },
      inputs: [[3, 4]],
      outputs: [[3, 2], [4]],
    },
    {
      params: { units: 2, returnSequences: true },
      inputs: [[3, 4], [2]],
      outputs: [[3, 2], [2]],
    },
    {
      params: { units: 2, returnSequences: true, direction: 'both' },
      inputs: [[3, 2], [4]],
      outputs: [[3, 4], [4]],
    },
  ],
});
