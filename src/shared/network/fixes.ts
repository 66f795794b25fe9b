import { defaults } from '../kinds/params.ts';
import { layerOf } from '../kinds/layers/index.ts';
import type { Fix, Misfit } from '../words/problems.ts';
import type { EdgeEnd, Network, NetworkNode } from './document.ts';
import { newId, uniqueName } from './ids.ts';
import type { Edit } from './edits.ts';

/** The edits that put a new node of this kind between `from` and the node's only edge from it. */
export function insertBetween(network: Network, kindName: string, edgeId: string): readonly Edit[] {
  const edge = network.edges.find((candidate) => candidate.id === edgeId);
  const kind = layerOf(kindName);
  const from = network.nodes.find((node) => node.id === edge?.from.node);
  const to = network.nodes.find((node) => node.id === edge?.to.node);
  if (!edge || !kind || !from || !to || !kind.inputs[0] || !kind.outputs[0]) return [];
  const node: NetworkNode = {
    id: newId('n'),
    kind: kind.kind,
    name: uniqueName(
      kind.label,
      network.nodes.map((other) => other.name),
    ),
    params: { ...defaults(kind.params) },
    position: { x: (from.position.x + to.position.x) / 2, y: (from.position.y + to.position.y) / 2 },
    trainable: true,
  };
  return [
    { edit: 'remove-edges', network: network.id, edges: [edge.id] },
    { edit: 'add-node', network: network.id, node },
    {
      edit: 'add-edge',
      network: network.id,
      edge: { id: newId('e'), from: edge.from, to: { node: node.id, port: kind.inputs[0].name } },
    },
    {
      edit: 'add-edge',
      network: network.id,
      edge: { id: newId('e'), from: { node: node.id, port: kind.outputs[0].name }, to: edge.to },
    },
  ];
}

/** A one-click remedy for what `infer` found, where there is an obvious one. */
export function fixFor(
  network: Network,
  node: NetworkNode,
  misfit: Misfit,
  sources: readonly EdgeEnd[],
): Fix | undefined {
  if (misfit.code !== 'rank-wrong' || node.kind !== 'dense' || sources.length !== 1) return undefined;
  const edge = network.edges.find((candidate) => candidate.to.node === node.id);
  return edge && { code: 'insert-flatten', edits: insertBetween(network, 'flatten', edge.id) };
}
