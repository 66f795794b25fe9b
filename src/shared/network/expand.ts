/** Composite layers replaced by the layers that they are made of: what training, inspection and exports work on. */
import { OUTER } from '../kinds/define.ts';
import type { Fragment } from '../kinds/define.ts';
import type { EdgeEnd, Network, NetworkEdge, NetworkNode } from './document.ts';
import { nodeOfFragment } from './fragment.ts';
import { inferNetwork } from './infer.ts';

const known = new WeakMap<Network, Network>();

/**
 * The network without composite layers: the inner layer `norm` of the node `block` is the node `block.norm`. Composites
 * that have a problem, or lie behind one, stay as they are. A network without composites is given back itself.
 */
export function expandNetwork(network: Network): Network {
  let expanded = known.get(network);
  if (!expanded) known.set(network, (expanded = expand(network)));
  return expanded;
}

function expand(network: Network): Network {
  const { byId } = inferNetwork(network);
  const fragments = new Map<string, Fragment>();
  for (const { id } of network.nodes) {
    const facts = byId.get(id);
    const expanded = facts?.kind.expand?.(facts.params, facts.inputs);
    if (expanded && 'fragment' in expanded) fragments.set(id, expanded.fragment);
  }
  if (fragments.size === 0) return network;
  const nodes = network.nodes.flatMap((node) => {
    const fragment = fragments.get(node.id);
    return fragment ? innerNodes(node, fragment) : [node];
  });
  // A fragment may hold composites in its turn.
  return expandNetwork({ ...network, nodes, edges: innerEdges(network, fragments) });
}

/** By id of each node of the expanded network, the node of this one that it is a part of: itself, or a composite layer. */
export function drawnNodes(network: Network): ReadonlyMap<string, string> {
  const drawn = new Set(network.nodes.map(({ id }) => id));
  const outermost = (id: string): string =>
    drawn.has(id) ? id : outermost(id.slice(0, id.lastIndexOf('.')));
  return new Map(expandNetwork(network).nodes.map(({ id }) => [id, outermost(id)]));
}

const innerId = (outer: string, inner: string): string => `${outer}.${inner}`;

const innerNodes = (outer: NetworkNode, { nodes }: Fragment): NetworkNode[] =>
  nodes.map((inner): NetworkNode => {
    const node = nodeOfFragment(inner, outer.position);
    // Where the outer node shares its weights, so does each inner one.
    const shared =
      outer.weightsOf !== undefined
        ? innerId(outer.weightsOf, inner.weightsOf ?? inner.id)
        : inner.weightsOf !== undefined && innerId(outer.id, inner.weightsOf);
    return {
      ...node,
      id: innerId(outer.id, inner.id),
      name: `${outer.name} ${inner.id}`,
      trainable: outer.trainable && node.trainable,
      ...(shared && { weightsOf: shared }),
    };
  });

/** The edges between the nodes that are left, in the order of those that they come from. */
function innerEdges(network: Network, fragments: ReadonlyMap<string, Fragment>): NetworkEdge[] {
  const into = (node: string, port: string): NetworkEdge[] =>
    network.edges.filter(({ to }) => to.node === node && to.port === port);
  /** What an inner end stands for: itself, or what the composite's own port receives. */
  const outside = (outer: string, { node, port }: EdgeEnd): EdgeEnd[] =>
    node === OUTER
      ? into(outer, port).flatMap(({ from }) => sources(from))
      : [{ node: innerId(outer, node), port }];
  const sources = (from: EdgeEnd): EdgeEnd[] => {
    const fragment = fragments.get(from.node);
    if (!fragment) return [from];
    return fragment.edges
      .filter(({ to }) => to.node === OUTER && to.port === from.port)
      .flatMap((edge) => outside(from.node, edge.from));
  };
  const kept = network.edges
    .filter(({ to }) => !fragments.has(to.node))
    .map(({ from, to }) => ({ froms: sources(from), to }));
  const inner = [...fragments].flatMap(([outer, { edges }]) =>
    edges
      .filter(({ to }) => to.node !== OUTER)
      .map(({ from, to }) => ({
        froms: outside(outer, from),
        to: { node: innerId(outer, to.node), port: to.port },
      })),
  );
  return [...kept, ...inner]
    .flatMap(({ froms, to }) => froms.map((from) => ({ from, to })))
    .map((ends, i) => ({ id: `e${i}`, ...ends }));
}
