import { describe, expect, it } from 'vitest';
import { problemText } from '../words/problems.ts';
import type { Network, NetworkNode } from './document.ts';
import { expandNetwork } from './expand.ts';
import { inferNetwork } from './infer.ts';

const node = (
  id: string,
  kind: string,
  params: Record<string, unknown> = {},
  trainable = true,
): NetworkNode => ({ id, kind, name: id, params, position: { x: 3, y: 4 }, trainable });

/** Edges as "from to.port". */
const networkOf = (nodes: readonly NetworkNode[], ...edges: readonly string[]): Network => ({
  id: 'network',
  name: 'Network',
  nodes: [...nodes],
  edges: edges.map((edge, i) => {
    const [from, to] = edge.split(' ') as [string, string];
    const [into, port] = to.split('.') as [string, string];
    return { id: `e${i}`, from: { node: from, port: 'output' }, to: { node: into, port } };
  }),
});
const edgesOf = ({ edges }: Network): string[] =>
  edges.map(({ from, to }) => `${from.node} ${to.node}.${to.port}`);

const encoder = { numHeads: 2, intermediateDim: 5 };
const chain = (trainable = true): Network =>
  networkOf(
    [
      node('in', 'input', { shape: [3, 4] }),
      node('block', 'transformerEncoder', encoder, trainable),
      node('flat', 'flatten'),
      node('out', 'output'),
    ],
    'in block.input',
    'block flat.input',
    'flat out.input',
  );

describe('a network with a composite layer', () => {
  it('has the inner layers in its place, and the edges to and from them', () => {
    const expanded = expandNetwork(chain());
    expect(expanded.nodes.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'in input',
      'block.attention multiHeadAttention',
      'block.attentionSum add',
      'block.attentionNorm layerNormalization',
      'block.feedForwardIn dense',
      'block.feedForwardOut dense',
      'block.feedForwardSum add',
      'block.feedForwardNorm layerNormalization',
      'flat flatten',
      'out output',
    ]);
    expect(edgesOf(expanded)).toEqual([
      'block.feedForwardNorm flat.input',
      'flat out.input',
      'in block.attention.query',
      'in block.attentionSum.input',
      'block.attention block.attentionSum.input',
      'block.attentionSum block.attentionNorm.input',
      'block.attentionNorm block.feedForwardIn.input',
      'block.feedForwardIn block.feedForwardOut.input',
      'block.attentionNorm block.feedForwardSum.input',
      'block.feedForwardOut block.feedForwardSum.input',
      'block.feedForwardSum block.feedForwardNorm.input',
    ]);
    expect(inferNetwork(expanded).problems).toEqual([]);
    expect(expanded.nodes[1]).toMatchObject({ name: 'block attention', position: { x: 3, y: 4 } });
  });

  it('is counted as the sum of what is in it', () => {
    const outer = inferNetwork(chain());
    const inner = inferNetwork(expandNetwork(chain()));
    expect(outer.parameters).toBe(inner.parameters);
    expect(outer.multiplyAdds).toBe(inner.multiplyAdds);
    expect(outer.byId.get('block')!.outputs).toEqual([[3, 4]]);
    // Attention 4 × (4 · 4 + 4), two normalisations of 2 · 4, dense 4 · 5 + 5 and 5 · 4 + 4.
    expect(outer.byId.get('block')!.parameters).toBe(80 + 16 + 25 + 24);
    expect(outer.byId.get('block')!.weights['feedForwardIn/kernel']!.shape).toEqual([4, 5]);
  });

  it('freezes every layer in a frozen one', () => {
    const frozen = expandNetwork(chain(false));
    expect(frozen.nodes.filter(({ trainable }) => !trainable)).toHaveLength(7);
    expect(inferNetwork(chain(false)).trainableParameters).toBe(0);
    expect(inferNetwork(frozen).trainableParameters).toBe(0);
  });

  it('is given back itself where there is none, and is expanded once', () => {
    const network = networkOf([node('in', 'input'), node('out', 'output')], 'in out.input');
    expect(expandNetwork(network)).toBe(network);
    const with1 = chain();
    expect(expandNetwork(with1)).toBe(expandNetwork(with1));
  });

  it('joins two composites, and gives each its own memory', () => {
    const expanded = expandNetwork(
      networkOf(
        [
          node('words', 'input', { shape: [5, 6] }),
          node('in', 'input', { shape: [3, 4] }),
          node('reader', 'transformerEncoder', encoder),
          node('writer', 'transformerDecoder', { ...encoder, normalizeFirst: true }),
          node('out', 'output'),
        ],
        'in reader.input',
        'words writer.input',
        'reader writer.memory',
        'writer out.input',
      ),
    );
    expect(inferNetwork(expanded).problems).toEqual([]);
    expect(edgesOf(expanded)).toContain('reader.feedForwardNorm writer.crossAttention.value');
    expect(edgesOf(expanded)).toContain('words writer.attentionNorm.input');
    const facts = inferNetwork(expanded).byId.get('writer.crossAttention')!;
    expect(facts.inputs).toEqual([
      [5, 6],
      [3, 4],
    ]);
  });
});

describe('a problem inside', () => {
  it('is the composite’s own, in a sentence with both names', () => {
    const network = networkOf(
      [node('in', 'input', { shape: [3] }), node('block', 'transformerEncoder', encoder)],
      'in block.input',
    );
    const [problem] = inferNetwork(network).problems;
    expect(problem).toMatchObject({ code: 'rank-wrong', at: { node: 'block' }, facts: { layer: 'block' } });
    expect(problemText(problem!)).toBe('block wants a row of numbers for each time step, but receives 3.');
    expect(expandNetwork(network)).toBe(network);
  });
});
