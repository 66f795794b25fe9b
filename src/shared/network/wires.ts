/** A network by its nodes: looked up once, because inference and every rule ask of every node. */
import type { Network, NetworkEdge, NetworkNode } from './document.ts';

interface Wires {
  readonly nodes: ReadonlyMap<string, NetworkNode>;
  readonly into: ReadonlyMap<string, readonly NetworkEdge[]>;
  readonly from: ReadonlyMap<string, readonly NetworkEdge[]>;
}
const known = new WeakMap<Network, Wires>();

function wiresOf(network: Network): Wires {
  let wires = known.get(network);
  if (!wires) {
    const into = new Map<string, NetworkEdge[]>();
    const from = new Map<string, NetworkEdge[]>();
    const put = (map: Map<string, NetworkEdge[]>, id: string, edge: NetworkEdge): void => {
      const edges = map.get(id);
      if (edges) edges.push(edge);
      else map.set(id, [edge]);
    };
    for (const edge of network.edges) {
      put(into, edge.to.node, edge);
      put(from, edge.from.node, edge);
    }
    wires = { nodes: new Map(network.nodes.map((node) => [node.id, node])), into, from };
    known.set(network, wires);
  }
  return wires;
}

export const nodeOf = (network: Network, id: string): NetworkNode | undefined =>
  wiresOf(network).nodes.get(id);

export const edgesTo = (network: Network, id: string): readonly NetworkEdge[] =>
  wiresOf(network).into.get(id) ?? [];

export const edgesFrom = (network: Network, id: string): readonly NetworkEdge[] =>
  wiresOf(network).from.get(id) ?? [];
