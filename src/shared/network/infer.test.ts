import { describe, expect, it } from 'vitest';
import type { Network, NetworkNode } from './document.ts';
import { inferNetwork } from './infer.ts';
import { node } from './testing.ts';

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

describe('what is known already', () => {
  const layers = [
    node('input', 'input', { shape: [4] }),
    node('first', 'dense', { units: 3 }),
    node('second', 'dense', { units: 2 }),
  ];
  const chain = (nodes: readonly NetworkNode[]): Network =>
    networkOf(nodes, 'input first.input', 'first second.input');
  const moved = layers.map((layer) => ({ ...layer, position: { x: 9, y: 9 } }));

  it('is kept of a layer that is only moved, and made anew behind a shape that changed', () => {
    const before = inferNetwork(chain(layers)).byId;
    const after = inferNetwork(chain(moved)).byId;
    expect(after.get('second')!.weights).toBe(before.get('second')!.weights);
    expect(after.get('second')!.node.position).toEqual({ x: 9, y: 9 });

    const wider = moved.map((layer) => (layer.id === 'first' ? { ...layer, params: { units: 5 } } : layer));
    const changed = inferNetwork(chain(wider)).byId.get('second')!;
    expect(changed.inputs).toEqual([[5]]);
    expect(changed.parameters).toBe(5 * 2 + 2);
  });

  it('is of one kind: another with the same parameters is another layer', () => {
    const params = {};
    const as = (kind: string) =>
      inferNetwork(networkOf([layers[0]!, node('it', kind, params)], 'input it.input')).byId.get('it')!;
    expect(as('flatten').kind.kind).toBe('flatten');
    expect(as('dense').kind.kind).toBe('dense');
    expect(as('dense').parameters).toBeGreaterThan(0);
  });
});

describe('ports that may stay empty', () => {
  const nodes = [
    node('steps', 'input', { shape: [5, 4] }),
    node('memory', 'input', { shape: [7, 3] }),
    node('attention', 'multiHeadAttention', { numHeads: 2, keyDim: 3 }),
  ];
  const attention = (...edges: readonly string[]) => {
    const { byId, problems } = inferNetwork(networkOf(nodes, ...edges));
    return { facts: byId.get('attention'), problems };
  };

  it('leave the inputs of the others in their places', () => {
    expect(attention('steps attention.query').facts!.inputs).toEqual([[5, 4]]);
    expect(attention('memory attention.value', 'steps attention.query').facts!.inputs).toEqual([
      [5, 4],
      [7, 3],
    ]);
    expect(attention('steps attention.query').facts!.weights['keyKernel']!.shape).toEqual([4, 2, 3]);
    expect(
      attention('steps attention.query', 'memory attention.value').facts!.weights['keyKernel']!.shape,
    ).toEqual([3, 2, 3]);
  });

  it('are wanted where a later one is taken', () => {
    const { facts, problems } = attention('steps attention.query', 'memory attention.key');
    expect(facts).toBeUndefined();
    expect(problems).toMatchObject([
      { code: 'input-not-connected', facts: { layer: 'attention', port: 'value' } },
    ]);
  });

  it('tell the query from what may stay empty', () => {
    expect(attention('memory attention.value').problems).toMatchObject([
      { code: 'input-not-connected', facts: { port: 'query' } },
    ]);
  });
});

describe('a layer that shares weights', () => {
  const sharing = (weightsOf: string, units = 3) =>
    inferNetwork(
      networkOf(
        [
          node('in', 'input', { shape: [3] }),
          node('first', 'dense', { units: 3 }),
          { ...node('second', 'dense', { units }), weightsOf },
          { ...node('third', 'dense', { units: 3 }), weightsOf: 'second' },
        ],
        'in first.input',
        'first second.input',
        'second third.input',
      ),
    );
  it('counts none of its own', () => {
    expect(sharing('first').parameters).toBe(12);
  });
  it('wants the same weights of an owner that comes before and has them itself', () => {
    const at = (weightsOf: string, units?: number) =>
      sharing(weightsOf, units).problems.map(({ code, at }) => `${code} ${at.node}`);
    expect(at('first')).toEqual(['weights-differ third']);
    for (const weightsOf of ['second', 'third', 'nothing', 'in'])
      expect(at(weightsOf)).toEqual(['weights-differ second']);
    expect(at('first', 4)).toEqual(['weights-differ second']);
  });
});

it('counts a value for each key', () => {
  const nodes = [
    node('a', 'input', { shape: [5, 4] }),
    node('b', 'input', { shape: [7, 3] }),
    node('attention', 'multiHeadAttention'),
  ];
  const { problems } = inferNetwork(
    networkOf(nodes, 'a attention.query', 'a attention.value', 'b attention.key'),
  );
  expect(problems).toMatchObject([{ code: 'keys-not-values', facts: { keys: 7, values: 5 } }]);
});
