import { named } from '../../words/problems.ts';
import { defineLayer } from '../define.ts';
import { composite } from './parts/composite.ts';
import { input, output } from './parts/ports.ts';
import { transformerBlock, transformerParams } from './parts/transformer.ts';

export const transformerEncoder = defineLayer({
  ...composite,
  kind: 'transformerEncoder',
  label: 'TransformerEncoder',
  group: 'attention',
  icon: 'layers',
  doc: 'A block of a transformer: attention in which every step sees every other, then two dense layers for each step, each half with a shortcut around it and a normalisation.',
  formula:
    'y = norm(x + attention(x)), z = norm(y + dense(activation(dense(y)))); normalised first: y = x + attention(norm(x)), z = y + dense(activation(dense(norm(y))))',
  params: transformerParams,
  inputs: input('A row of numbers for each time step.'),
  outputs: output('The same shape.'),
  summary: (params) => `${named.heads(params.numHeads)} · ${params.intermediateDim}`,
  expand: (params, inputs) =>
    transformerBlock('TransformerEncoder', params, inputs, [{ name: 'attention', causal: false }]),
  examples: [
    { params: { numHeads: 2, intermediateDim: 5 }, inputs: [[3, 4]], outputs: [[3, 4]] },
    {
      params: {
        numHeads: 2,
        intermediateDim: 7,
        dropout: 0.2,
        activation: 'gelu',
        normalizeFirst: true,
        epsilon: 1e-3,
      },
      inputs: [[4, 6]],
      outputs: [[4, 6]],
    },
    {
      params: {
        numHeads: 2,
        intermediateDim: 3,
        l1: 0.01,
        l2: 0.02,
        biasL1: 0.03,
        biasL2: 0.04,
        activityL1: 0.01,
        activityL2: 0.02,
        gammaL1: 0.05,
        gammaL2: 0.06,
        betaL1: 0.07,
        betaL2: 0.08,
      },
      inputs: [[3, 4]],
      outputs: [[3, 4]],
    },
  ],
});
