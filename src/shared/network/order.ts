import type { Network, NetworkNode } from './document.ts';

export interface NetworkOrder {
  /** Nodes so that each comes after all that feed it; ties in the document's order. */
  readonly order: readonly NetworkNode[];
  /** Ids of the nodes that are on a loop or behind one; they are not in `order`. */
  readonly looped: readonly string[];
}

type Wired = Pick<Network, 'nodes' | 'edges'>;

const known = new WeakMap<Wired, NetworkOrder>();

/**
 * Topological order (Kahn), stable: equal documents give equal orders. Documents are never changed in place, so a
 * network is ordered once.
 */
export function orderNetwork(network: Wired): NetworkOrder {
  let ordered = known.get(network);
  if (!ordered) known.set(network, (ordered = order(network)));
  return ordered;
}

function order(network: Wired): NetworkOrder {
  const known = new Set(network.nodes.map((node) => node.id));
  const edges = network.edges.filter((edge) => known.has(edge.from.node) && known.has(edge.to.node));
  const waiting = new Map(network.nodes.map((node) => [node.id, 0]));
  const followers = new Map<string, string[]>();
  for (const { from, to } of edges) {
    waiting.set(to.node, waiting.get(to.node)! + 1);
    const led = followers.get(from.node);
    if (led) led.push(to.node);
    else followers.set(from.node, [to.node]);
  }
  const byId = new Map(network.nodes.map((node) => [node.id, node]));
  const ready = network.nodes.filter((node) => waiting.get(node.id) === 0).map((node) => node.id);
  const inOrder: NetworkNode[] = [];
  for (let next = 0; next < ready.length; next++) {
    const id = ready[next]!;
    inOrder.push(byId.get(id)!);
    for (const follower of followers.get(id) ?? []) {
      const left = waiting.get(follower)! - 1;
      waiting.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  const done = new Set(inOrder.map((node) => node.id));
  return {
    order: inOrder,
    looped: network.nodes.filter((node) => !done.has(node.id)).map((node) => node.id),
  };
}

/** True if an edge from `from` to `to` would close a loop. */
export const closesLoop = (network: Pick<Network, 'edges'>, from: string, to: string): boolean =>
  reached(network, to, 'forwards').has(from);

/** Ids of a node and of all that it leads to, or, backwards, of all that lead to it. */
export function reached(
  { edges }: Pick<Network, 'edges'>,
  id: string,
  way: 'forwards' | 'backwards',
): ReadonlySet<string> {
  const nexts = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [at, next] = way === 'forwards' ? [from.node, to.node] : [to.node, from.node];
    const known = nexts.get(at);
    if (known) known.push(next);
    else nexts.set(at, [next]);
  }
  const found = new Set([id]);
  for (const each of found) for (const next of nexts.get(each) ?? []) found.add(next);
  return found;
}
