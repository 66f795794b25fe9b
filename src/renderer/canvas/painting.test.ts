import { describe, expect, it } from 'vitest';
import type { NetworkEdge, NetworkNode } from '../../shared/network/document.ts';
import type { Problem } from '../../shared/words/problems.ts';
import { edgeAt, layerAt, sceneOf } from './painting.ts';
import type { SceneSource } from './painting.ts';

const node = (id: string, kind: string, x: number, y: number): NetworkNode => ({
  id,
  kind,
  name: id.toUpperCase(),
  params: {},
  trainable: true,
  position: { x, y },
});
const nodes = [node('a', 'dense', 0, 0), node('b', 'concatenate', 0, 200), node('c', 'output', 400, 400)];
const edge = (id: string, from: string, to: string): NetworkEdge => ({
  id,
  from: { node: from, port: 'output' },
  to: { node: to, port: 'input' },
});
const source = (over: Partial<SceneSource> = {}): SceneSource => ({
  nodes: nodes.map(({ id, position }) => ({ id, position, data: {}, selected: id === 'c' })),
  nodeById: new Map(nodes.map((each) => [each.id, each])),
  edges: [edge('ab', 'a', 'b'), edge('bc', 'b', 'c'), edge('ax', 'a', 'gone')],
  selectedEdges: ['bc'],
  problems: new Map(),
  direction: 'down',
  ...over,
});

describe('the picture of a network', () => {
  it('has each layer with its name, the colour of its group and whether it is selected', () => {
    const { layers } = sceneOf(source());
    expect(layers.map(({ name, tint, selected }) => [name, tint, selected])).toEqual([
      ['A', '--group-core', false],
      ['B', '--group-merge', false],
      ['C', '--group-end', true],
    ]);
  });

  it('has each edge between them from port to port, and none to what is not in it', () => {
    const { edges } = sceneOf(source());
    expect(edges.map(({ id, selected }) => [id, selected])).toEqual([
      ['ab', false],
      ['bc', true],
    ]);
    const [from, , , to] = edges[0]!.curve;
    expect(from).toEqual({ x: 116, y: 48 });
    expect(to).toEqual({ x: 116, y: 200 });
  });

  it('marks an error before advice', () => {
    const problem = (severity: Problem['severity']) => ({ severity }) as Problem;
    const { layers } = sceneOf(
      source({
        problems: new Map([
          ['a', [problem('advice'), problem('error')]],
          ['b', [problem('advice')]],
        ]),
      }),
    );
    expect(layers.map(({ sign }) => sign)).toEqual(['error', 'advice', null]);
  });

  it('finds the layer and the edge under a point', () => {
    const scene = sceneOf(source());
    expect(layerAt(scene, { x: 10, y: 210 })?.id).toBe('b');
    expect(layerAt(scene, { x: 10, y: 150 })).toBeUndefined();
    expect(edgeAt(scene, { x: 119, y: 120 }, 5)?.id).toBe('ab');
    expect(edgeAt(scene, { x: 130, y: 120 }, 5)).toBeUndefined();
    // Half way between its ends an edge passes the middle.
    expect(edgeAt(scene, { x: 316, y: 324 }, 5)?.id).toBe('bc');
  });
});
