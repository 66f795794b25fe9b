/** What the code of a network is written from: its simple layers in the order of the pass. */
import type { EdgeEnd, Network } from '../network/document.ts';
import { expandNetwork } from '../network/expand.ts';
import { inferNetwork } from '../network/infer.ts';
import type { NodeFacts } from '../network/infer.ts';

export interface CodePlan {
  /** All that compute: without output layers, and without what has a problem or lies behind one. */
  readonly nodes: readonly NodeFacts[];
  /** Those that lead to an output; where there is none yet, all. */
  readonly inputs: readonly NodeFacts[];
  /** What the output layers mark. */
  readonly outputs: readonly { readonly facts: NodeFacts; readonly source: EdgeEnd }[];
  /** Of a simple layer, the node of the canvas that it is a part of. */
  drawn(id: string): string;
  /** Names of the canvas' nodes that are missing in the code. */
  readonly missing: readonly string[];
}

/** `passes`: whether a layer only hands its first input on, so that its reader reads that in its place. */
export function planCode(network: Network, passes: (facts: NodeFacts) => boolean): CodePlan {
  const expanded = expandNetwork(network);
  const inferred = inferNetwork(expanded);
  const origin = (source: EdgeEnd): EdgeEnd => {
    const facts = inferred.byId.get(source.node)!;
    return facts.sources.length > 0 && passes(facts) ? origin(facts.sources[0]!) : source;
  };
  const order = inferred.order.map((facts) => ({ ...facts, sources: facts.sources.map(origin) }));
  const byId = new Map(order.map((facts) => [facts.node.id, facts]));
  /** In the document's order, as exports have their ends. */
  const ends = (kind: string): NodeFacts[] =>
    network.nodes.flatMap((node) => (node.kind === kind ? (byId.get(node.id) ?? []) : []));
  const outputs = ends('output');
  const reached = new Set<string>();
  const reach = ({ node, sources }: NodeFacts): void => {
    if (reached.has(node.id)) return;
    reached.add(node.id);
    for (const source of sources) reach(byId.get(source.node)!);
  };
  outputs.forEach(reach);
  const own = new Set(network.nodes.map(({ id }) => id));
  const drawn = (id: string): string => (own.has(id) ? id : drawn(id.slice(0, id.lastIndexOf('.'))));
  const written = new Set(order.map(({ node }) => drawn(node.id)));
  return {
    nodes: order.filter(
      (facts) => facts.node.kind !== 'output' && !(facts.sources.length > 0 && passes(facts)),
    ),
    inputs: ends('input').filter(({ node }) => outputs.length === 0 || reached.has(node.id)),
    outputs: outputs.map((facts) => ({ facts, source: facts.sources[0]! })),
    drawn,
    missing: network.nodes.filter(({ id }) => !written.has(id)).map(({ name }) => name),
  };
}

/** Nodes whose weights others use as their own: they are layers with a name, called more than once. */
export const sharedNodes = (nodes: readonly NodeFacts[]): ReadonlySet<string> =>
  new Set(nodes.flatMap(({ node }) => node.weightsOf ?? []));

/** How many tokens there are to choose from, where an input is given their ids. */
export const tokensOf = ({ nodes }: CodePlan, { node }: NodeFacts): number | null => {
  const reader = nodes.find(
    ({ kind, sources }) => kind.kind === 'embedding' && sources.some((source) => source.node === node.id),
  );
  return reader ? (reader.params['inputDim'] as number) : null;
};
