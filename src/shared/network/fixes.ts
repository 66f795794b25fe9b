/** The parts that remedies are made of: edits that put layers in, take them out and set them up. */
import { defaults } from '../kinds/params.ts';
import { layerOf } from '../kinds/layers/index.ts';
import { shapeText } from '../kinds/shape.ts';
import { kindWords, paramWords } from '../words/kinds.ts';
import { listText, plainNumber } from '../words/numbers.ts';
import { named } from '../words/problems.ts';
import type { Fix } from '../words/problems.ts';
import type { EdgeEnd, Network, NetworkEdge, NetworkNode } from './document.ts';
import { newId, uniqueName } from './ids.ts';
import type { Edit } from './edits.ts';
import { edgesTo, nodeOf } from './wires.ts';

/** A layer that a remedy puts in, with the parameters that are not the kind's defaults. */
export interface NewLayer {
  readonly kind: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export function labelOf(kind: string): string {
  const found = layerOf(kind);
  return found ? kindWords('layers', found).label : kind;
}

/** A node of this kind, under a name that the network and `taken` do not have. */
export function newNode(
  network: Network,
  { kind, params }: NewLayer,
  position: NetworkNode['position'],
  taken: readonly string[] = [],
): NetworkNode {
  const found = layerOf(kind);
  if (!found) throw new Error(`A remedy uses an unknown layer: ${kind}`);
  return {
    id: newId('n'),
    kind,
    name: uniqueName(found.label, [...network.nodes.map(({ name }) => name), ...taken]),
    params: { ...defaults(found.params), ...params },
    position,
    trainable: true,
  };
}

export const newEdge = (network: Network, from: EdgeEnd, to: EdgeEnd): Edit => ({
  edit: 'add-edge',
  network: network.id,
  edge: { id: newId('e'), from, to },
});

/** Edges into a node in the order of its kind's ports: that of its inputs. */
export function edgesInto(network: Network, node: NetworkNode): readonly NetworkEdge[] {
  const edges = edgesTo(network, node.id);
  const ports = layerOf(node.kind)?.inputs ?? [];
  return ports.flatMap(({ name }) => edges.filter(({ to }) => to.port === name));
}

/** The node whose (first) output is all that a node takes. */
export function beforeOf(network: Network, node: NetworkNode): NetworkNode | undefined {
  const [edge, ...others] = edgesInto(network, node);
  const before = edge && nodeOf(network, edge.from.node);
  const given = before && layerOf(before.kind)?.outputs[0]?.name;
  return others.length === 0 && given === edge?.from.port ? before : undefined;
}

/** The edits that put new layers one after another on an edge. */
export function insertOn(
  network: Network,
  edge: NetworkEdge,
  added: readonly NewLayer[],
  taken: string[] = [],
): readonly Edit[] {
  const from = network.nodes.find(({ id }) => id === edge.from.node);
  const to = network.nodes.find(({ id }) => id === edge.to.node);
  if (!from || !to || added.length === 0) return [];
  const edits: Edit[] = [{ edit: 'remove-edges', network: network.id, edges: [edge.id] }];
  let end = edge.from;
  for (const [i, layer] of added.entries()) {
    const share = (i + 1) / (added.length + 1);
    const along = (axis: 'x' | 'y'): number =>
      from.position[axis] + share * (to.position[axis] - from.position[axis]);
    const node = newNode(network, layer, { x: along('x'), y: along('y') }, taken);
    taken.push(node.name);
    const { inputs, outputs } = layerOf(layer.kind)!;
    edits.push({ edit: 'add-node', network: network.id, node });
    edits.push(newEdge(network, end, { node: node.id, port: inputs[0]!.name }));
    end = { node: node.id, port: outputs[0]!.name };
  }
  // The order of edges is that of the branches of a port that takes many: those that follow come anew behind it.
  const followers = network.edges.slice(network.edges.indexOf(edge) + 1);
  const same = followers.filter(({ to: { node, port } }) => node === edge.to.node && port === edge.to.port);
  edits.push(newEdge(network, end, edge.to));
  if (same.length > 0) {
    edits.push({ edit: 'remove-edges', network: network.id, edges: same.map(({ id }) => id) });
    edits.push(...same.map((other): Edit => ({ edit: 'add-edge', network: network.id, edge: other })));
  }
  return edits;
}

/** The edits that put a new node of this kind on an edge; none where the kind cannot stand between two nodes. */
export function insertBetween(network: Network, kindName: string, edgeId: string): readonly Edit[] {
  const edge = network.edges.find(({ id }) => id === edgeId);
  const kind = layerOf(kindName);
  if (!edge || !kind?.inputs[0] || !kind.outputs[0]) return [];
  return insertOn(network, edge, [{ kind: kindName }]);
}

/** Layers on the edge into a node that has one. */
export function insertBefore(
  network: Network,
  node: NetworkNode,
  added: readonly NewLayer[],
): Fix | undefined {
  const edges = edgesInto(network, node);
  if (edges.length !== 1) return undefined;
  const layers = added.map(({ kind }) => labelOf(kind));
  return { code: 'insert', facts: { layers }, edits: insertOn(network, edges[0]!, added) };
}

/** Sets one parameter. */
export function setParam(network: Network, node: NetworkNode, param: string, value: unknown): Fix {
  const described = layerOf(node.kind)?.params[param];
  const label = described ? paramWords('layers', node.kind, param, described).label : param;
  return {
    code: 'set',
    facts: { param: label, value: valueWords(value) },
    edits: [{ edit: 'set-param', network: network.id, node: node.id, param, value }],
  };
}

const valueWords = (value: unknown): string =>
  Array.isArray(value)
    ? shapeText(value as number[])
    : value === true
      ? named.on
      : typeof value === 'number'
        ? plainNumber(value)
        : typeof value === 'object' && value !== null
          ? listText(
              Object.entries(value).map(([name, number]) => `${name} ${plainNumber(number as number)}`),
            ) || named.usual
          : String(value);

/** Takes a node out; what followed it goes on from what fed it first. */
export function removeLayer(network: Network, node: NetworkNode): Fix {
  const into = network.edges.find(({ to }) => to.node === node.id);
  const out = network.edges.filter(({ from }) => from.node === node.id);
  return {
    code: 'remove-layer',
    facts: { layer: node.name },
    edits: [
      { edit: 'remove-nodes', network: network.id, nodes: [node.id] },
      ...(into ? out.map(({ to }) => newEdge(network, into.from, to)) : []),
    ],
  };
}

export const removeEdges = (network: Network, edges: readonly NetworkEdge[]): Fix => ({
  code: 'remove-edges',
  facts: { edges: edges.length },
  edits: [{ edit: 'remove-edges', network: network.id, edges: edges.map(({ id }) => id) }],
});
