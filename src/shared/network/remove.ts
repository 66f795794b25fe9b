/** Removing layers and comments, so that what was before them and what was behind them stay joined. */
import type { Network, NetworkEdge } from './document.ts';
import type { Edit } from './edits.ts';
import { newId } from './ids.ts';

/**
 * Removes nodes, comments and edges. Where removed nodes hang together and one edge only leads into them from outside, what was
 * behind them goes on from where that edge came from.
 */
export function removeEdits(
  network: Network,
  boxes: readonly string[],
  edges: readonly string[],
): readonly Edit[] {
  const gone = new Set(boxes);
  const cut = new Set(edges);
  const comments = (network.comments ?? []).map(({ id }) => id).filter((id) => gone.has(id));
  const without: readonly Edit[] =
    comments.length === 0 ? [] : [{ edit: 'remove-comments', network: network.id, comments }];
  for (const id of comments) gone.delete(id);
  if (gone.size === 0)
    return edges.length === 0 ? without : [...without, { edit: 'remove-edges', network: network.id, edges }];
  const sources = sourceOfParts(network, gone);
  const kept: NetworkEdge[] = [];
  for (const edge of network.edges) {
    if (gone.has(edge.to.node)) continue;
    if (!gone.has(edge.from.node)) {
      if (!cut.has(edge.id)) kept.push(edge);
      continue;
    }
    const from = sources.get(edge.from.node);
    // In the place of the edge that it replaces: the inputs of a merge keep their order.
    if (from) kept.push({ id: newId('e'), from, to: edge.to });
  }
  const left = network.nodes.filter(({ id }) => !gone.has(id));
  return [...without, { edit: 'set-layers', network: network.id, nodes: left, edges: withoutTwins(kept) }];
}

/** For each removed node, the one end outside that leads into the part of removed nodes it hangs together with. */
function sourceOfParts(
  network: Network,
  gone: ReadonlySet<string>,
): ReadonlyMap<string, NetworkEdge['from']> {
  const part = new Map([...gone].map((id) => [id, id]));
  const root = (id: string): string => {
    let at = id;
    while (part.get(at) !== at) at = part.get(at)!;
    return at;
  };
  for (const { from, to } of network.edges)
    if (gone.has(from.node) && gone.has(to.node)) part.set(root(from.node), root(to.node));
  const into = new Map<string, NetworkEdge['from'][]>();
  for (const { from, to } of network.edges) {
    if (gone.has(from.node) || !gone.has(to.node)) continue;
    into.set(root(to.node), [...(into.get(root(to.node)) ?? []), from]);
  }
  return new Map(
    [...gone].flatMap((id) => {
      const ends = into.get(root(id)) ?? [];
      return ends.length === 1 ? [[id, ends[0]!] as const] : [];
    }),
  );
}

/** Two branches that were removed whole would leave two edges between the same ports. */
function withoutTwins(edges: readonly NetworkEdge[]): NetworkEdge[] {
  const seen = new Set<string>();
  return edges.filter(({ from, to }) => {
    const key = [from.node, from.port, to.node, to.port].join(' ');
    return !seen.has(key) && seen.add(key);
  });
}
