import { describe, expect, it } from 'vitest';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import { applyEdits } from '../../shared/network/apply.ts';
import type { Network, NetworkNode, Project } from '../../shared/network/document.ts';
import { inferNetwork } from '../../shared/network/infer.ts';
import { emptyProject } from '../../shared/network/starter.ts';
import {
  addAfter,
  addAt,
  addOnEdge,
  clipText,
  connectEdits,
  openEndNear,
  pasteEdits,
  readClip,
  roomFor,
  whyNot,
} from './adding.ts';
import { tidyPositions } from './layout.ts';
import { directionOf, NODE_SIZE, PITCH } from './placement.ts';

const kind = (name: string) => layerOf(name)!;
const inPort = (name: string): string => kind(name).inputs[0]!.name;
const outPort = (name: string): string => kind(name).outputs[0]!.name;

/** A chain from top to bottom; ids are the kinds' names. */
function chain(...kinds: string[]): Project {
  const project = emptyProject('test');
  const nodes = kinds.map((name, i): NetworkNode => ({
    id: name,
    kind: name,
    name,
    params: {},
    position: { x: 0, y: i * PITCH.down },
    trainable: true,
  }));
  const edges = kinds.slice(1).map((name, i) => ({
    id: `${kinds[i]}-${name}`,
    from: { node: kinds[i]!, port: outPort(kinds[i]!) },
    to: { node: name, port: inPort(name) },
  }));
  return { ...project, networks: [{ ...project.networks[0]!, nodes, edges }] };
}
const net = (project: Project): Network => project.networks[0]!;
const place = (network: Network, id: string) => network.nodes.find((node) => node.id === id)!.position;
const overlapping = ({ nodes }: Network): boolean =>
  nodes.some((a, i) =>
    nodes.some(
      (b, j) =>
        i < j &&
        Math.abs(a.position.x - b.position.x) < NODE_SIZE.width &&
        Math.abs(a.position.y - b.position.y) < NODE_SIZE.height,
    ),
  );

describe('adding a layer', () => {
  it('goes on from the selected one and is joined to it', () => {
    const project = chain('input', 'flatten');
    const { edits, node } = addAfter(net(project), kind('dense'), net(project).nodes[1]!, 'down');
    const after = net(applyEdits(project, edits));
    expect(after.edges.at(-1)).toMatchObject({ from: { node: 'flatten' }, to: { node } });
    expect(place(after, node)).toEqual({ x: 0, y: 2 * PITCH.down });
    expect(inferNetwork(after).byId.get(node)?.outputs).toEqual([[32]]);
  });

  it('stands between the selected one and the one behind it, and makes room', () => {
    const project = chain('input', 'flatten', 'dense', 'output');
    const { edits, node } = addAfter(net(project), kind('dropout'), net(project).nodes[1]!, 'down');
    const after = net(applyEdits(project, edits));
    expect(after.edges.some((edge) => edge.from.node === 'flatten' && edge.to.node === node)).toBe(true);
    expect(after.edges.some((edge) => edge.from.node === node && edge.to.node === 'dense')).toBe(true);
    expect(after.edges).toHaveLength(4);
    expect(overlapping(after)).toBe(false);
    expect(place(after, 'input')).toEqual({ x: 0, y: 0 });
  });

  it('does not push what has room already', () => {
    const project = chain('input', 'flatten');
    const far = applyEdits(project, [
      { edit: 'move-nodes', network: 'network', positions: { flatten: { x: 0, y: 800 } } },
    ]);
    const added = addOnEdge(net(far), kind('conv2D'), 'input-flatten', 'down')!;
    expect(place(net(applyEdits(far, added.edits)), 'flatten')).toEqual({ x: 0, y: 800 });
  });

  it('cannot stand on an edge without both an input and an output', () => {
    const project = chain('input', 'flatten');
    expect(addOnEdge(net(project), kind('output'), 'input-flatten', 'down')).toBeNull();
  });

  it('finds the open end above the place where it is let go, and no other', () => {
    const network = net(chain('input', 'flatten'));
    expect(openEndNear(network, { x: 20, y: 2 * PITCH.down }, 'down')?.id).toBe('flatten');
    expect(openEndNear(network, { x: 20, y: 5 * PITCH.down }, 'down')).toBeNull();
    expect(openEndNear(network, { x: 600, y: 2 * PITCH.down }, 'down')).toBeNull();
    expect(openEndNear(network, { x: 20, y: -PITCH.down }, 'down')).toBeNull();
  });

  it('gives each layer a name of its own', () => {
    const project = chain('input');
    const once = applyEdits(project, addAt(net(project), kind('dense'), { x: 0, y: 0 }).edits);
    const twice = applyEdits(once, addAt(net(once), kind('dense'), { x: 0, y: 0 }).edits);
    expect(net(twice).nodes.map((node) => node.name)).toEqual(['input', 'Dense', 'Dense 2']);
  });
});

describe('connecting', () => {
  const project = chain('input', 'flatten', 'dense');
  const ends = (from: string, to: string) => ({
    from: { node: from, port: outPort(from) },
    to: { node: to, port: inPort(to) },
  });

  it('refuses loops and what is joined already', () => {
    expect(whyNot(net(project), ends('dense', 'flatten'))).toBe('loop');
    expect(whyNot(net(project), ends('input', 'flatten'))).toBe('same');
    expect(connectEdits(net(project), ends('dense', 'flatten'))).toEqual([]);
  });

  it('replaces the edge of a port that takes one', () => {
    expect(whyNot(net(project), ends('input', 'dense'))).toBe('taken');
    const after = net(applyEdits(project, connectEdits(net(project), ends('input', 'dense'))));
    expect(after.edges.filter((edge) => edge.to.node === 'dense').map((edge) => edge.from.node)).toEqual([
      'input',
    ]);
  });

  it('adds to a port that takes many', () => {
    const joined = chain('input', 'flatten', 'add');
    const after = net(applyEdits(joined, connectEdits(net(joined), ends('input', 'add'))));
    expect(after.edges.filter((edge) => edge.to.node === 'add')).toHaveLength(2);
  });
});

describe('remedies', () => {
  it('that insert a layer leave no node on another', () => {
    const project = chain('input', 'conv2D', 'dense', 'output');
    const problem = inferNetwork(net(project)).problems.find((found) => found.fix)!;
    const after = net(applyEdits(project, roomFor(net(project), problem.fix!.edits, 'down')));
    expect(after.nodes.some((node) => node.kind === 'flatten')).toBe(true);
    expect(overlapping(after)).toBe(false);
    expect(inferNetwork(after).problems).toEqual([]);
  });
});

describe('copying', () => {
  const project = chain('input', 'flatten', 'dense', 'output');

  it('takes the chosen layers and the edges among them, under new ids and names', () => {
    const clip = readClip(clipText(net(project), new Set(['flatten', 'dense'])));
    if (!clip.ok) throw new Error(clip.error);
    const { edits, boxes: nodes } = pasteEdits(net(project), clip.value, { x: 400, y: 80 });
    const after = net(applyEdits(project, edits));
    expect(nodes.map((id) => after.nodes.find((node) => node.id === id)!.name)).toEqual([
      'flatten 2',
      'dense 2',
    ]);
    expect(after.edges.at(-1)).toMatchObject({ from: { node: nodes[0] }, to: { node: nodes[1] } });
    expect(after.edges).toHaveLength(4);
    expect(place(after, nodes[0]!)).toEqual({ x: 400, y: 80 });
    expect(place(after, nodes[1]!)).toEqual({ x: 400, y: 80 + PITCH.down });
  });

  it.each([
    ['other text', 'hello', 'foreign'],
    ['nothing', ' ', 'empty'],
    ['broken JSON', '{"format":"neuroloom-layers"', 'broken'],
    ['a node without an id', '{"format":"neuroloom-layers","network":{"nodes":[{}],"edges":[]}}', 'broken'],
    ['no layers', '{"format":"neuroloom-layers","network":{"nodes":[],"edges":[]}}', 'empty'],
  ])('takes nothing from %s', (_, text, error) => expect(readClip(text)).toEqual({ ok: false, error }));

  it('shares weights where their owner was copied too or is here, and not where it is elsewhere', () => {
    const node = (id: string, weightsOf?: string): NetworkNode => ({
      ...net(project).nodes[2]!,
      id,
      ...(weightsOf !== undefined && { weightsOf }),
    });
    const clip = { nodes: [node('a'), node('b', 'a'), node('c', 'dense'), node('d', 'gone')], edges: [] };
    const { edits, boxes: nodes } = pasteEdits(net(project), clip, { x: 0, y: 0 });
    const after = net(applyEdits(project, edits)).nodes;
    const owner = (id: string): string | undefined => after.find((each) => each.id === id)!.weightsOf;
    expect(nodes.map(owner)).toEqual([undefined, nodes[0], 'dense', undefined]);
  });
});

describe('laying out', () => {
  it.each(['down', 'across'] as const)('%s puts every node behind those that feed it', (direction) => {
    const project = chain('input', 'flatten', 'dense', 'add', 'output');
    const skip = connectEdits(net(project), {
      from: { node: 'flatten', port: outPort('flatten') },
      to: { node: 'add', port: inPort('add') },
    });
    const before = net(applyEdits(project, skip));
    const positions = tidyPositions(before, direction);
    const axis = direction === 'down' ? 'y' : 'x';
    for (const edge of before.edges) {
      expect(positions[edge.to.node]![axis]).toBeGreaterThan(positions[edge.from.node]![axis]);
    }
    const after = {
      ...before,
      nodes: before.nodes.map((node) => ({ ...node, position: positions[node.id]! })),
    };
    expect(overlapping(after)).toBe(false);
    expect(directionOf(after)).toBe(direction);
  });
});
