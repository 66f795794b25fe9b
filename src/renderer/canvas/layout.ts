import { Graph, layout } from '@dagrejs/dagre';
import type { Network } from '../../shared/network/document.ts';
import { NODE_SIZE, snap } from './placement.ts';
import type { Direction, Point } from './placement.ts';

/** Positions of all nodes in layers along the flow (dagre), beginning where the network's first corner is now. */
export function tidyPositions(network: Network, direction: Direction): Readonly<Record<string, Point>> {
  if (network.nodes.length === 0) return {};
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction === 'down' ? 'TB' : 'LR',
    nodesep: 40,
    ranksep: direction === 'down' ? 40 : 72,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of network.nodes) graph.setNode(node.id, { ...NODE_SIZE });
  const known = new Set(network.nodes.map((node) => node.id));
  for (const edge of network.edges) {
    if (known.has(edge.from.node) && known.has(edge.to.node))
      graph.setEdge(edge.from.node, edge.to.node, {}, edge.id);
  }
  layout(graph);
  const corner = cornerOf(network.nodes.map((node) => node.position));
  const places = network.nodes.map((node) => {
    const centre = graph.node(node.id) as Point;
    return { id: node.id, x: centre.x - NODE_SIZE.width / 2, y: centre.y - NODE_SIZE.height / 2 };
  });
  const from = cornerOf(places);
  return Object.fromEntries(
    places.map(({ id, x, y }) => [id, snap({ x: x - from.x + corner.x, y: y - from.y + corner.y })]),
  );
}

/** Some of a network's nodes and the edges among them. */
export const partOf = (network: Network, ids: ReadonlySet<string>): Network => ({
  ...network,
  nodes: network.nodes.filter(({ id }) => ids.has(id)),
  edges: network.edges.filter(({ from, to }) => ids.has(from.node) && ids.has(to.node)),
});

const cornerOf = (points: readonly Point[]): Point => ({
  x: Math.min(...points.map((point) => point.x)),
  y: Math.min(...points.map((point) => point.y)),
});
