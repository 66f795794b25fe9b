import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layerOf } from '../kinds/layers/index.ts';
import { applyEdits } from './apply.ts';
import type { Network, NetworkNode, Project } from './document.ts';
import { expandNetwork } from './expand.ts';
import { collapseEdits, openEdits } from './grouping.ts';
import { inferNetwork, paysForWeights } from './infer.ts';
import { networksOnWay } from './inside.ts';
import { parseProject, projectText } from './parse.ts';
import { removeEdits } from './remove.ts';
import { replaceEdits } from './replace.ts';
import { emptyProject } from './starter.ts';
import { node } from './testing.ts';

const project = (nodes: NetworkNode[], edges: readonly string[]): Project => ({
  ...emptyProject('Rewired'),
  networks: [
    {
      id: 'network',
      name: 'Network',
      nodes,
      edges: edges.map((id) => {
        const [from, to] = id.split('>') as [string, string];
        return {
          id: id.replace('>', '-'),
          from: { node: from, port: 'output' },
          to: { node: to, port: 'input' },
        };
      }),
    },
  ],
});
const net = (of: Project): Network => of.networks[0]!;
const joins = ({ edges }: Network): string[] => edges.map(({ from, to }) => `${from.node}>${to.node}`);

/** An input, layers of 8 values each that go on from any before them, merges of two, and an output. */
const anyProject: fc.Arbitrary<Project> = fc
  .array(fc.record({ merge: fc.boolean(), a: fc.nat(), b: fc.nat() }), { minLength: 2, maxLength: 9 })
  .map((steps) => {
    const nodes = [node('in', 'input', { shape: [8] })];
    const edges: string[] = [];
    steps.forEach(({ merge, a, b }, i) => {
      const before = nodes.map(({ id }) => id);
      const [first, second] = [before[a % before.length]!, before[b % before.length]!];
      const id = `n${i}`;
      const two = merge && first !== second;
      nodes.push(two ? node(id, 'concatenate') : node(id, 'dense', { units: 8 + i }));
      edges.push(`${first}>${id}`);
      if (two) edges.push(`${second}>${id}`);
    });
    nodes.push(node('out', 'output'));
    edges.push(`${nodes.at(-2)!.id}>out`);
    return project(nodes, edges);
  });
const someOf = (of: Project): fc.Arbitrary<string[]> =>
  fc.subarray(
    net(of)
      .nodes.map(({ id }) => id)
      .filter((id) => id !== 'in' && id !== 'out'),
    { minLength: 1 },
  );
const anySelection = anyProject.chain((of) => fc.tuple(fc.constant(of), someOf(of)));

/** What the network computes, whatever its nodes are called: each output by what is before it. */
function meaning(network: Network): unknown {
  const flat = expandNetwork(network);
  const of = (id: string): unknown => {
    const { kind, params } = flat.nodes.find((each) => each.id === id)!;
    const before = flat.edges.filter(({ to }) => to.node === id).map(({ from }) => of(from.node));
    return [kind, params['units'], before];
  };
  return flat.nodes.filter(({ kind }) => kind === 'output').map(({ id }) => of(id));
}
const isDocument = (of: Project): boolean => parseProject(projectText(of), '').ok;

describe('a group', () => {
  test('computes what its layers did, and so do they when it is opened again', () => {
    let collapsed = 0;
    fc.assert(
      fc.property(anySelection, ([before, ids]) => {
        const made = collapseEdits(net(before), ids);
        if (!made.ok) return;
        collapsed++;
        const grouped = applyEdits(before, made.value.edits);
        expect(isDocument(grouped)).toBe(true);
        expect(net(grouped).nodes).toHaveLength(net(before).nodes.length - ids.length + 1);
        expect(inferNetwork(net(grouped)).problems).toEqual(inferNetwork(net(before)).problems);
        expect(meaning(net(grouped))).toEqual(meaning(net(before)));
        const opened = applyEdits(grouped, openEdits(net(grouped), made.value.node).edits);
        expect(isDocument(opened)).toBe(true);
        expect(meaning(net(opened))).toEqual(meaning(net(before)));
      }),
      { numRuns: 300 },
    );
    expect(collapsed).toBeGreaterThan(50);
  });

  const branches = project(
    [
      node('in', 'input', { shape: [8] }),
      ...['a', 'b', 'c'].map((id) => node(id, 'dense')),
      node('sum', 'add'),
      node('out', 'output'),
    ],
    ['in>a', 'in>b', 'a>sum', 'b>sum', 'sum>c', 'c>out'],
  );
  test.each([
    [[], 'nothing'],
    [['in', 'a'], 'ends'],
    [['a', 'b'], 'apart'],
    [['a', 'c'], 'apart'],
    [['b', 'sum'], 'inputs'],
    [['a', 'b', 'sum'], null],
    [['a', 'b', 'sum', 'c'], null],
  ])('of %j is refused for: %s', (ids, reason) => {
    const made = collapseEdits(net(branches), ids);
    expect(made.ok ? null : made.error).toBe(reason);
  });

  test('is refused where a signal leaves it and comes back, or two leave it', () => {
    const around = project(
      [
        node('in', 'input', { shape: [8] }),
        ...['a', 'b', 'c'].map((id) => node(id, 'dense')),
        node('sum', 'add'),
        node('out', 'output'),
      ],
      ['in>a', 'a>b', 'a>c', 'b>sum', 'c>sum', 'sum>out'],
    );
    expect(collapseEdits(net(around), ['a', 'b', 'sum'])).toEqual({ ok: false, error: 'around' });
    expect(collapseEdits(net(around), ['a', 'b'])).toEqual({ ok: false, error: 'outputs' });
  });

  test('is refused where weights are shared across it', () => {
    const shared = project(
      [node('in', 'input', { shape: [32] }), node('a', 'dense'), { ...node('b', 'dense'), weightsOf: 'a' }],
      ['in>a', 'a>b'],
    );
    expect(collapseEdits(net(shared), ['a'])).toEqual({ ok: false, error: 'shared' });
    expect(collapseEdits(net(shared), ['a', 'b'])).toEqual({ ok: false, error: 'shared' });
  });

  test('of a loose layer takes its open port', () => {
    const loose = project([node('a', 'dense'), node('b', 'dense')], ['a>b']);
    const made = collapseEdits(net(loose), ['a', 'b']);
    expect(made.ok && net(applyEdits(loose, made.value.edits)).nodes).toHaveLength(1);
  });

  test.each([false, true])('that is repeated opens into as many layers, shared weights %s', (shared) => {
    const once = project(
      [node('in', 'input', { shape: [8] }), node('a', 'dense', { units: 8, l2: 0.1 }), node('out', 'output')],
      ['in>a', 'a>out'],
    );
    const made = collapseEdits(net(once), ['a']);
    const group = made.ok ? made.value.node : '';
    const set = (param: string, value: unknown) =>
      ({ edit: 'set-param', network: 'network', node: group, param, value }) as const;
    const repeated = applyEdits(once, [
      ...(made.ok ? made.value.edits : []),
      set('repeat', 3),
      set('shared', shared),
    ]);
    const { edits, nodes } = openEdits(net(repeated), group);
    const opened = applyEdits(repeated, edits);
    expect(nodes).toHaveLength(3);
    expect(meaning(net(opened))).toEqual(meaning(net(repeated)));
    expect(inferNetwork(net(opened)).parameters).toBe(inferNetwork(net(repeated)).parameters);
    expect(inferNetwork(net(opened)).parameters).toBe(shared ? 72 : 216);
    const paying = net(opened).nodes.filter((node) => node.params['l2'] === 0.1 && paysForWeights(node));
    expect(paying).toHaveLength(shared ? 1 : 3);
    expect(new Set(net(opened).nodes.map(({ name }) => name)).size).toBe(5);
  });
});

describe('inside a group', () => {
  const made = collapseEdits(
    net(
      project(
        [node('in', 'input', { shape: [8] }), node('a', 'dense', { units: 4 }), node('out', 'output')],
        ['in>a', 'a>out'],
      ),
    ),
    ['a'],
  );
  const outer = applyEdits(
    project(
      [node('in', 'input', { shape: [8] }), node('a', 'dense', { units: 4 }), node('out', 'output')],
      ['in>a', 'a>out'],
    ),
    made.ok ? made.value.edits : [],
  );
  const way = `network/${made.ok ? made.value.node : ''}`;
  const inner = (of: Project): Network => networksOnWay(of.networks, way)[1]!;

  test('shapes are those that the group receives', () => {
    expect(inferNetwork(inner(outer)).byId.get('a')?.inputs).toEqual([[8]]);
    expect(inferNetwork(inner(outer)).problems).toEqual([]);
  });

  test('edits are those of any network, and the document keeps none of what follows from outside', () => {
    const set = applyEdits(outer, [{ edit: 'set-param', network: way, node: 'a', param: 'units', value: 6 }]);
    expect(inferNetwork(net(set)).byId.get('out')?.inputs).toEqual([[6]]);
    const after = applyEdits(set, [{ edit: 'add-node', network: way, node: node('b', 'dropout') }]);
    expect(inner(after).nodes.map(({ id }) => id)).toContain('b');
    const again = applyEdits(after, [{ edit: 'set-layers', network: way, ...inner(after) }]);
    expect(again).toEqual(after);
    expect(isDocument(again)).toBe(true);
  });

  test('the group keeps its one input and one output', () => {
    expect(applyEdits(outer, [{ edit: 'remove-nodes', network: way, nodes: ['input'] }])).toEqual(outer);
    expect(applyEdits(outer, [{ edit: 'add-node', network: way, node: node('x', 'output') }])).toEqual(outer);
  });

  test('the way ends where a group is gone', () => {
    expect(networksOnWay(outer.networks, `${way}/nowhere`)).toHaveLength(2);
    expect(networksOnWay(outer.networks, 'gone')).toEqual([]);
  });
});

describe('removing', () => {
  test('joins what was before a part to what was behind it, in the same order', () => {
    fc.assert(
      fc.property(anySelection, ([before, ids]) => {
        const after = applyEdits(before, removeEdits(net(before), ids, []));
        expect(isDocument(after)).toBe(true);
        const gone = new Set(ids);
        expect(net(after).nodes.map(({ id }) => id)).toEqual(
          net(before)
            .nodes.map(({ id }) => id)
            .filter((id) => !gone.has(id)),
        );
        const kept = joins(net(before)).filter((join) => join.split('>').every((id) => !gone.has(id)));
        expect(joins(net(after)).filter((join) => kept.includes(join))).toEqual(kept);
        expect(
          inferNetwork(net(after)).problems.some(({ code }) => code === 'cycle' || code === 'input-taken'),
        ).toBe(false);
      }),
    );
  });

  const chain = project(
    [node('in', 'input'), node('a', 'dense'), node('b', 'dense'), node('out', 'output')],
    ['in>a', 'a>b', 'b>out'],
  );
  test.each([
    [['a'], ['in>b', 'b>out']],
    [['a', 'b'], ['in>out']],
    [['in'], ['b>out']],
    [['in', 'a', 'b', 'out'], []],
  ])('of %j from a chain leaves %j', (ids, left) => {
    expect(joins(net(applyEdits(chain, removeEdits(net(chain), ids, ['a-b']))))).toEqual(left);
  });

  test('of an edge alone leaves the rest', () => {
    expect(joins(net(applyEdits(chain, removeEdits(net(chain), [], ['a-b']))))).toEqual(['in>a', 'b>out']);
  });

  test('of a branch that two edges lead into joins nothing', () => {
    const merged = project(
      [node('in', 'input'), node('a', 'dense'), node('sum', 'add'), node('out', 'output')],
      ['in>a', 'in>sum', 'a>sum', 'sum>out'],
    );
    expect(joins(net(applyEdits(merged, removeEdits(net(merged), ['sum'], []))))).toEqual(['in>a']);
  });
});

describe('replacing a kind', () => {
  const before = project(
    [
      node('in', 'input'),
      { ...node('c', 'conv2D', { filters: 7, kernelSize: [5, 5], activation: 'tanh' }), name: 'Conv2D 2' },
      node('out', 'output'),
    ],
    ['in>c', 'c>out'],
  );
  const replaced = (kind: string): Network =>
    net(applyEdits(before, replaceEdits(net(before), 'c', layerOf(kind)!)));

  test('keeps edges, place and the parameters that both have', () => {
    const { nodes, edges } = replaced('depthwiseConv2D');
    expect(nodes[1]).toMatchObject({ id: 'c', kind: 'depthwiseConv2D', name: 'DepthwiseConv2D' });
    expect(nodes[1]!.params).toMatchObject({ kernelSize: [5, 5], activation: 'tanh' });
    expect(nodes[1]!.params).not.toHaveProperty('filters');
    expect(edges).toEqual(net(before).edges);
  });

  test('leaves out a value that is not right for the new kind', () => {
    expect(replaced('conv1D').nodes[1]!.params).toMatchObject({
      filters: 7,
      kernelSize: layerOf('conv1D')!.params['kernelSize']!.default as unknown,
    });
  });

  test('keeps a name that a person gave', () => {
    const named = applyEdits(before, [{ edit: 'rename-node', network: 'network', node: 'c', name: 'Eyes' }]);
    expect(net(applyEdits(named, replaceEdits(net(named), 'c', layerOf('dense')!))).nodes[1]!.name).toBe(
      'Eyes',
    );
  });

  test('gives every kind that has the ports a right document', () => {
    for (const kind of ['add', 'multiHeadAttention', 'group', 'dense', 'transformerDecoder'])
      expect(joins(replaced(kind)), kind).toEqual(['in>c', 'c>out']);
  });

  test('is no edit where nothing changes', () => {
    expect(replaceEdits(net(before), 'c', layerOf('conv2D')!)).toEqual([]);
    expect(replaceEdits(net(before), 'gone', layerOf('dense')!)).toEqual([]);
  });
});
