import { named } from '../../words/problems.ts';
import { defineLayer } from '../define.ts';
import { flag } from '../params.ts';
import { composite } from './parts/composite.ts';
import { output } from './parts/ports.ts';
import { transformerBlock, transformerParams } from './parts/transformer.ts';

export const transformerDecoder = defineLayer({
  ...composite,
  kind: 'transformerDecoder',
  label: 'TransformerDecoder',
  group: 'attention',
  icon: 'layers-2',
  doc: 'A block of a transformer that writes: attention in which a step sees itself and those before it, attention to what an encoder made where its memory is connected, then two dense layers for each step.',
  formula:
    'x = norm(x + attention(x)), with memory x = norm(x + attention(x, memory)), y = norm(x + dense(activation(dense(x)))); normalised first: the normalisation is inside each shortcut',
  params: {
    ...transformerParams,
    causal: flag('Causal', true, 'A step sees itself and the steps before it only.'),
  },
  inputs: [
    { name: 'input', doc: 'A row of numbers for each time step.' },
    { name: 'memory', doc: 'What an encoder made of other steps; without an edge, nothing.', optional: true },
  ],
  outputs: output('The shape of the input.'),
  summary: (params) =>
    `${named.heads(params.numHeads)} · ${params.intermediateDim}${params.causal ? ` · ${named.causal}` : ''}`,
  expand: (params, inputs) =>
    transformerBlock('TransformerDecoder', params, inputs, [
      { name: 'attention', causal: params.causal },
      ...(inputs.length > 1 ? [{ name: 'crossAttention', causal: false, at: 'memory' }] : []),
    ]),
  examples: [
    { params: { numHeads: 2, intermediateDim: 5 }, inputs: [[3, 4]], outputs: [[3, 4]] },
    {
      params: { numHeads: 2, intermediateDim: 3, activation: 'gelu', normalizeFirst: true },
      inputs: [
        [4, 6],
        [3, 5],
      ],
      outputs: [[4, 6]],
    },
    {
      params: {
        numHeads: 1,
        intermediateDim: 3,
        dropout: 0.1,
        causal: false,
        l2: 0.01,
        activityL1: 0.01,
        betaL2: 0.02,
      },
      inputs: [
        [2, 4],
        [5, 4],
      ],
      outputs: [[2, 4]],
    },
  ],
});
