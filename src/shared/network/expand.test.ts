import { describe, expect, it } from 'vitest';
import { problemText } from '../words/problems.ts';
import type { Network, NetworkNode } from './document.ts';
import { drawnNodes, expandNetwork } from './expand.ts';
import { inferNetwork, paysForWeights } from './infer.ts';

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

  it('knows which drawn layer each part belongs to, also where ids have points', () => {
    const points = networkOf([
      node('my.in', 'input', { shape: [3, 4] }),
      node('my.block', 'transformerEncoder', encoder),
    ]);
    const edges = [
      { id: 'e', from: { node: 'my.in', port: 'output' }, to: { node: 'my.block', port: 'input' } },
    ];
    const drawn = drawnNodes({ ...points, edges });
    expect(drawn.get('my.block.feedForwardSum')).toBe('my.block');
    expect(drawn.get('my.in')).toBe('my.in');
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

describe('a group', () => {
  const layers = networkOf(
    [
      node('in', 'input'),
      node('dense', 'dense', { units: 4, l2: 0.1 }),
      node('sum', 'add'),
      node('out', 'output'),
    ],
    'in dense.input',
    'in sum.input',
    'dense sum.input',
    'sum out.input',
  );
  const inner = ({ nodes, edges }: Network) => ({ nodes, edges });
  const around = (params: Record<string, unknown>, shape: readonly number[] = [4]): Network =>
    networkOf(
      [node('in', 'input', { shape }), node('block', 'group', params), node('out', 'output')],
      'in block.input',
      'block out.input',
    );
  const problemsOf = (params: Record<string, unknown>, shape?: readonly number[]): string[] =>
    inferNetwork(around(params, shape)).problems.map(problemText);

  it('is repeated in a row', () => {
    const expanded = expandNetwork(around({ layers: inner(layers), repeat: 2 }));
    expect(expanded.nodes.map(({ id }) => id)).toEqual([
      'in',
      'block.dense',
      'block.sum',
      'block.2.dense',
      'block.2.sum',
      'out',
    ]);
    expect(edgesOf(expanded)).toEqual([
      'block.2.sum out.input',
      'in block.dense.input',
      'in block.sum.input',
      'block.dense block.sum.input',
      'block.sum block.2.dense.input',
      'block.sum block.2.sum.input',
      'block.2.dense block.2.sum.input',
    ]);
    expect(inferNetwork(expanded).parameters).toBe(40);
  });

  it('has the weights and their penalty once where they are shared', () => {
    const network = around({ layers: inner(layers), repeat: 3, shared: true });
    const expanded = expandNetwork(network);
    expect(expanded.nodes.map(({ weightsOf }) => weightsOf)).toEqual([
      undefined,
      undefined,
      undefined,
      'block.dense',
      'block.sum',
      'block.dense',
      'block.sum',
      undefined,
    ]);
    const paying = expanded.nodes.filter((node) => node.params['l2'] === 0.1 && paysForWeights(node));
    expect(paying.map(({ id }) => id)).toEqual(['block.dense']);
    expect(inferNetwork(network).parameters).toBe(20);
    expect(inferNetwork(expanded).parameters).toBe(20);
    expect(inferNetwork(expanded).multiplyAdds).toBe(inferNetwork(network).multiplyAdds);
  });

  it('may hold groups, which share their weights with it', () => {
    const outer = networkOf(
      [
        node('in', 'input'),
        node('inner', 'group', { layers: inner(layers), repeat: 2 }),
        node('out', 'output'),
      ],
      'in inner.input',
      'inner out.input',
    );
    const expanded = expandNetwork(around({ layers: inner(outer), repeat: 2, shared: true }));
    expect(inferNetwork(expanded).problems).toEqual([]);
    expect(expanded.nodes.flatMap(({ id, weightsOf }) => (weightsOf ? [`${id} ${weightsOf}`] : []))).toEqual([
      'block.2.inner.dense block.inner.dense',
      'block.2.inner.sum block.inner.sum',
      'block.2.inner.2.dense block.inner.2.dense',
      'block.2.inner.2.sum block.inner.2.sum',
    ]);
    const paying = expanded.nodes.filter((node) => node.params['l2'] === 0.1 && paysForWeights(node));
    expect(paying.map(({ id }) => id)).toEqual(['block.inner.dense', 'block.inner.2.dense']);
  });

  it('says what is wrong inside it, at itself', () => {
    const strange = networkOf(
      [node('in', 'input'), node('odd', 'quantum'), node('out', 'output')],
      'in odd.input',
      'odd out.input',
    );
    expect(problemsOf({ layers: inner(strange) })).toEqual([
      'Inside block: This version knows no layer "quantum". Remove the node, or open the project with a newer Neuroloom.',
    ]);
    expect(problemsOf({ layers: inner(layers) }, [3])).toEqual([
      'Inside block: sum joins branches of the same shape, but receives 3 and 4.',
    ]);
    const apart = networkOf([node('in', 'input'), node('out', 'output')]);
    expect(problemsOf({ layers: inner(apart) })).toEqual([
      'Inside block: Output needs something on its input port. Draw an edge to it from the layer before.',
    ]);
  });

  it('shares no weights of different shapes', () => {
    const plain = networkOf(
      [node('in', 'input'), node('dense', 'dense', { units: 5 }), node('out', 'output')],
      'in dense.input',
      'dense out.input',
    );
    expect(problemsOf({ layers: inner(plain), repeat: 2 })).toEqual([]);
    expect(problemsOf({ layers: inner(plain), repeat: 2, shared: true })[0]).toMatch(
      /^Inside block: 2\.dense cannot share its weights/,
    );
  });

  it('is refused without its ends, with an id twice, too large or too deep', () => {
    const without = { nodes: layers.nodes.slice(1), edges: [] };
    expect(problemsOf({ layers: without })[0]).toBe(
      'block, setting Layers: one input and one output are needed.',
    );
    const twice = { nodes: [...layers.nodes, layers.nodes[1]!], edges: [] };
    expect(problemsOf({ layers: twice })[0]).toBe('block, setting Layers: an id stands for two things.');
    expect(problemsOf({ layers: inner(layers), repeat: 600 })[0]).toMatch(/holds more than 2\D000 layers/);
    let deep: Record<string, unknown> = { layers: inner(layers) };
    for (let depth = 0; depth < 5000; depth++) {
      const holder = networkOf(
        [node('in', 'input'), node('inner', 'group', deep), node('out', 'output')],
        'in inner.input',
        'inner out.input',
      );
      deep = { layers: inner(holder) };
    }
    expect(problemsOf(deep)[0]).toMatch(/more than 8 deep/);
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
    expect(problemText(problem!)).toBe('block wants a sequence (time steps × channels), but receives 3.');
    expect(expandNetwork(network)).toBe(network);
  });
});
