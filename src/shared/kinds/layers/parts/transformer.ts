/** The blocks that transformers are made of: attention and a small network for each step, each with a shortcut around it. */
import { activationNames } from '../../activations/index.ts';
import { OUTER } from '../../define.ts';
import type { Fragment, FragmentEnd, FragmentNode } from '../../define.ts';
import { choice, flag, integer, number } from '../../params.ts';
import type { Values } from '../../params.ts';
import type { Shape } from '../../shape.ts';
import { wanted } from '../../../words/problems.ts';
import type { Misfit } from '../../../words/problems.ts';
import { activityRegularizersOf, biasRegularizerParams, weightRegularizerParams } from './regularizers.ts';
import type { Regularizers } from './regularizers.ts';

const scales = weightRegularizerParams('scales of the normalisations', 'Gamma ');
const shifts = weightRegularizerParams('shifts of the normalisations', 'Beta ');

/** Of the attention and the dense layers, which have them under the same names, and of the normalisations. */
const blockRegularizerParams = {
  ...weightRegularizerParams('kernel values of attention and dense layers'),
  ...biasRegularizerParams('biases of attention and dense layers', 'Bias '),
  ...activityRegularizersOf('outputs of attention and dense layers, and queries, keys and values'),
  // What normalisations give is as large as their scales and shifts make it: their outputs have none of their own.
  gammaL1: scales.l1,
  gammaL2: scales.l2,
  betaL1: shifts.l1,
  betaL2: shifts.l2,
} as const;

export const transformerParams = {
  numHeads: integer(
    'Heads',
    4,
    1,
    'Number of heads of the attention; together they are as wide as the input.',
    {
      max: 1024,
    },
  ),
  intermediateDim: integer(
    'Feed-forward width',
    128,
    1,
    'Units of the first of the two dense layers that follow the attention.',
    { max: 65_536 },
  ),
  dropout: number(
    'Dropout',
    0,
    [0, 0.99],
    'Part of the values that is set to zero while training: of the attention weights and behind each half.',
    { step: 0.05 },
  ),
  activation: choice('Activation', activationNames, 'relu', 'Applied between the two dense layers.'),
  normalizeFirst: flag(
    'Normalise first',
    false,
    'Normalises before the attention and the dense layers, which trains more steadily, and not after them.',
  ),
  epsilon: number(
    'Epsilon',
    1e-5,
    [1e-7, 1],
    'Added to the variance in the normalisations, against division by zero.',
    { step: 0.0001 },
  ),
  ...blockRegularizerParams,
} as const;

/** A half of the block that looks at steps: at those of the block itself, or at those of another port. */
interface Looking {
  readonly name: string;
  readonly causal: boolean;
  readonly at?: string;
}

/** Attention as often as is asked for, then the dense layers. */
export function transformerBlock(
  layer: string,
  params: Values<typeof transformerParams>,
  [x]: readonly Shape[],
  attentions: readonly Looking[],
): { readonly fragment: Fragment } | { readonly misfit: Misfit } {
  if (x?.length !== 2)
    return { misfit: { code: 'rank-wrong', facts: { layer, wants: wanted.sequence, shape: x ?? [] } } };
  const { numHeads, intermediateDim, dropout, activation, normalizeFirst, epsilon } = params;
  const { l1, l2, biasL1, biasL2, activityL1, activityL2, gammaL1, gammaL2, betaL1, betaL2 } = params;
  const regularizers: Regularizers = { l1, l2, biasL1, biasL2, activityL1, activityL2 };
  const normalization = { epsilon, l1: gammaL1, l2: gammaL2, biasL1: betaL1, biasL2: betaL2 };
  const width = x[1]!;
  const nodes: FragmentNode[] = [];
  const edges: Fragment['edges'][number][] = [];
  const part = (
    id: string,
    kind: string,
    params: FragmentNode['params'],
    ...inputs: readonly (readonly [port: string, from: FragmentEnd])[]
  ): FragmentEnd => {
    nodes.push({ id, kind, params });
    edges.push(...inputs.map(([port, from]) => ({ from, to: { node: id, port } })));
    return { node: id, port: 'output' };
  };
  const normal = (name: string, from: FragmentEnd): FragmentEnd =>
    part(`${name}Norm`, 'layerNormalization', normalization, ['input', from]);
  /** A half of the block, with a shortcut around it. */
  const around = (name: string, from: FragmentEnd, half: (from: FragmentEnd) => FragmentEnd): FragmentEnd => {
    const made = half(normalizeFirst ? normal(name, from) : from);
    const left = dropout > 0 ? part(`${name}Dropout`, 'dropout', { rate: dropout }, ['input', made]) : made;
    const sum = part(`${name}Sum`, 'add', {}, ['input', from], ['input', left]);
    return normalizeFirst ? sum : normal(name, sum);
  };

  let at: FragmentEnd = { node: OUTER, port: 'input' };
  for (const looking of attentions) {
    at = around(looking.name, at, (query) =>
      part(
        looking.name,
        'multiHeadAttention',
        {
          numHeads,
          keyDim: Math.max(1, Math.floor(width / numHeads)),
          causal: looking.causal,
          dropout,
          ...regularizers,
        },
        ['query', query],
        ...(looking.at === undefined ? [] : [['value', { node: OUTER, port: looking.at }] as const]),
      ),
    );
  }
  at = around('feedForward', at, (from) =>
    part('feedForwardOut', 'dense', { units: width, ...regularizers }, [
      'input',
      part('feedForwardIn', 'dense', { units: intermediateDim, activation, ...regularizers }, [
        'input',
        from,
      ]),
    ]),
  );
  edges.push({ from: at, to: { node: OUTER, port: 'output' } });
  return { fragment: { nodes, edges } };
}
