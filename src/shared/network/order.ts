import type { Network, NetworkNode } from './document.ts';

export interface NetworkOrder {
  /** Nodes so that each comes after all that feed it; ties in the document's order. */
  readonly order: readonly NetworkNode[];
  /** Ids of the nodes that are on a loop or behind one; they are not in `order`. */
  readonly looped: readonly string[];
}

/** Topological order (Kahn), stable: equal documents give equal orders. */
export function orderNetwork(network: Pick<Network, 'nodes' | 'edges'>): NetworkOrder {
  const known = new Set(network.nodes.map((node) => node.id));
  const edges = network.edges.filter((edge) => known.has(edge.from.node) && known.has(edge.to.node));
  const waiting = new Map(network.nodes.map((node) => [node.id, 0]));
  const followers = new Map<string, string[]>();
  for (const { from, to } of edges) {
    waiting.set(to.node, waiting.get(to.node)! + 1);
    followers.set(from.node, [...(followers.get(from.node) ?? []), to.node]);
  }
  const byId = new Map(network.nodes.map((node) => [node.id, node]));
  const ready = network.nodes.filter((node) => waiting.get(node.id) === 0).map((node) => node.id);
  const order: NetworkNode[] = [];
  for (let next = 0; next < ready.length; next++) {
    const id = ready[next]!;
    order.push(byId.get(id)!);
    for (const follower of followers.get(id) ?? []) {
      const left = waiting.get(follower)! - 1;
      waiting.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  const done = new Set(order.map((node) => node.id));
  return { order, looped: network.nodes.filter((node) => !done.has(node.id)).map((node) => node.id) };
}

/** True if an edge from `from` to `to` would close a loop. */
export function closesLoop(network: Pick<Network, 'edges'>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const stack = [to];
  while (stack.length > 0) {
    const id = stack.pop()!;
    if (id === from) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of network.edges) if (edge.from.node === id) stack.push(edge.to.node);
  }
  return false;
}
