/** Collapsing layers into a group, and opening a group again. */
import { layerOf } from '../kinds/layers/index.ts';
import { layersInside } from '../kinds/layers/group.ts';
import type { Layers } from '../kinds/layers/group.ts';
import { defaults } from '../kinds/params.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { Comment, EdgeEnd, Network, NetworkEdge, NetworkNode } from './document.ts';
import type { Edit } from './edits.ts';
import { newId, uniqueName } from './ids.ts';
import { reached } from './order.ts';

/** Why layers cannot become a group. */
export type NoGroup =
  /** There is none, or only the network's own inputs and outputs. */
  | 'nothing'
  /** The network's inputs and outputs stay outside. */
  | 'ends'
  | 'shared'
  | 'apart'
  | 'inputs'
  | 'outputs'
  /** A signal leaves them and comes back. */
  | 'around';

interface Collapse {
  readonly edits: readonly Edit[];
  /** Id of the new node. */
  readonly node: string;
}

const ENTRY = 'input';
const EXIT = 'output';

/**
 * Puts one group in the place of these nodes; comments among them go in too. It has one input and one output, so they must
 * have as many.
 */
export function collapseEdits(network: Network, ids: readonly string[]): Result<Collapse, NoGroup> {
  const inside = new Set(ids);
  const nodes = network.nodes.filter(({ id }) => inside.has(id));
  if (nodes.length === 0) return err('nothing');
  if (nodes.some(({ kind }) => kind === 'input' || kind === 'output')) return err('ends');
  const shares = ({ id, weightsOf }: NetworkNode): boolean =>
    weightsOf !== undefined && (inside.has(id) || inside.has(weightsOf));
  if (network.nodes.some(shares)) return err('shared');
  const between = network.edges.filter(({ from, to }) => inside.has(from.node) && inside.has(to.node));
  if (!hangTogether(nodes, between)) return err('apart');
  if (comesBack(network, inside)) return err('around');

  const into = network.edges.filter(({ from, to }) => !inside.has(from.node) && inside.has(to.node));
  const out = network.edges.filter(({ from, to }) => inside.has(from.node) && !inside.has(to.node));
  const received = distinct(into.map(({ from }) => from));
  const entries = into.length > 0 ? into.map(({ to }) => to) : openInputs(nodes, between);
  const exits = out.length > 0 ? distinct(out.map(({ from }) => from)) : openOutputs(nodes, between);
  if (received.length > 1 || entries.length === 0 || (into.length === 0 && entries.length > 1))
    return err('inputs');
  if (exits.length !== 1) return err('outputs');

  const comments = (network.comments ?? []).filter(({ id }) => inside.has(id));
  const layers = heldLayers(nodes, network, inside, entries, exits[0]!);
  const held: Layers = comments.length === 0 ? layers : { ...layers, comments };
  const group: NetworkNode = {
    id: newId('n'),
    kind: 'group',
    name: uniqueName(
      layerOf('group')!.label,
      network.nodes.filter(({ id }) => !inside.has(id)).map(({ name }) => name),
    ),
    params: { ...defaults(layerOf('group')!.params), layers: held },
    position: nodes.find(({ id }) => id === entries[0]!.node)!.position,
    trainable: true,
  };
  const own = { input: { node: group.id, port: 'input' }, output: { node: group.id, port: 'output' } };
  const first = network.nodes.findIndex(({ id }) => inside.has(id));
  const edges = network.edges.flatMap((edge): NetworkEdge[] => {
    if (inside.has(edge.from.node)) return inside.has(edge.to.node) ? [] : [{ ...edge, from: own.output }];
    if (!inside.has(edge.to.node)) return [edge];
    return edge === into[0] ? [{ ...edge, to: own.input }] : [];
  });
  const left = network.nodes.flatMap((node, i) => [
    ...(i === first ? [group] : []),
    ...(inside.has(node.id) ? [] : [node]),
  ]);
  return ok({
    edits: [
      { edit: 'set-layers', network: network.id, nodes: left, edges },
      ...(comments.length === 0
        ? []
        : [
            { edit: 'remove-comments', network: network.id, comments: comments.map(({ id }) => id) } as const,
          ]),
    ],
    node: group.id,
  });
}

/** The layers as the group holds them, with an input before and an output behind them. */
function heldLayers(
  nodes: readonly NetworkNode[],
  network: Network,
  inside: ReadonlySet<string>,
  entries: readonly EdgeEnd[],
  exit: EdgeEnd,
): Pick<Network, 'nodes' | 'edges'> {
  // A group's own layers have ids without a point, and two are taken by its ends.
  const ids = new Map<string, string>();
  for (const { id } of nodes) ids.set(id, freeId(id, new Set([...ids.values(), ENTRY, EXIT])));
  const at = ({ node, port }: EdgeEnd): EdgeEnd => ({ node: ids.get(node)!, port });
  const { top, bottom, x } = extentOf(nodes);
  const end = (id: string, y: number): NetworkNode => ({
    id,
    kind: id,
    name: uniqueName(
      layerOf(id)!.label,
      nodes.map(({ name }) => name),
    ),
    params: {},
    position: { x, y },
    trainable: true,
  });
  const entry = { node: ENTRY, port: 'output' };
  const open = new Set(entries.map(({ node, port }) => `${node} ${port}`));
  // Edges keep their order: it is that of the inputs of a merge.
  const edges = network.edges.flatMap((edge): NetworkEdge[] => {
    if (!inside.has(edge.to.node)) return [];
    return [{ ...edge, from: inside.has(edge.from.node) ? at(edge.from) : entry, to: at(edge.to) }];
  });
  const fed = new Set(network.edges.map(({ to }) => `${to.node} ${to.port}`));
  const unfed = [...open].some((key) => !fed.has(key));
  return {
    nodes: [
      end(ENTRY, top - PITCH),
      ...nodes.map((node) => ({ ...node, id: ids.get(node.id)! })),
      end(EXIT, bottom + PITCH),
    ],
    edges: [
      ...edges,
      ...(unfed ? entries.map((to) => ({ id: newId('e'), from: entry, to: at(to) })) : []),
      { id: newId('e'), from: at(exit), to: { node: EXIT, port: 'input' } },
    ],
  };
}

/** From one node's corner to the next one's. */
const PITCH = 88;

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted.replaceAll('.', '-');
  if (!taken.has(plain)) return plain;
  for (let n = 2; ; n++) if (!taken.has(`${plain}-${n}`)) return `${plain}-${n}`;
}

/** True if every node can be reached from the first over these edges, whichever way they point. */
function hangTogether(nodes: readonly NetworkNode[], edges: readonly NetworkEdge[]): boolean {
  const both = edges.flatMap((edge) => [edge, { ...edge, from: edge.to, to: edge.from }]);
  return nodes.every(({ id }) => reached({ edges: both }, nodes[0]!.id, 'forwards').has(id));
}

function comesBack(network: Network, inside: ReadonlySet<string>): boolean {
  const outside = network.edges.filter(({ from, to }) => !(inside.has(from.node) && inside.has(to.node)));
  return outside
    .filter(({ from }) => inside.has(from.node))
    .some(({ to }) => [...reached({ edges: outside }, to.node, 'forwards')].some((id) => inside.has(id)));
}

const distinct = (ends: readonly EdgeEnd[]): EdgeEnd[] => [
  ...new Map(ends.map((end) => [`${end.node} ${end.port}`, end])).values(),
];

/** Ports that want an edge and have none. */
const openInputs = (nodes: readonly NetworkNode[], edges: readonly NetworkEdge[]): EdgeEnd[] =>
  nodes.flatMap(({ id, kind }) =>
    (layerOf(kind)?.inputs ?? [])
      .filter((port) => !port.optional)
      .filter(({ name }) => !edges.some(({ to }) => to.node === id && to.port === name))
      .map(({ name }) => ({ node: id, port: name })),
  );

const openOutputs = (nodes: readonly NetworkNode[], edges: readonly NetworkEdge[]): EdgeEnd[] =>
  nodes.flatMap(({ id, kind }) =>
    (layerOf(kind)?.outputs ?? [])
      .filter(({ name }) => !edges.some(({ from }) => from.node === id && from.port === name))
      .map(({ name }) => ({ node: id, port: name })),
  );

function extentOf(nodes: readonly NetworkNode[]): { top: number; bottom: number; x: number } {
  const ys = nodes.map(({ position }) => position.y);
  return { top: Math.min(...ys), bottom: Math.max(...ys), x: middleOf(nodes).x };
}

function middleOf(nodes: readonly NetworkNode[]): NetworkNode['position'] {
  const middle = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  return {
    x: Math.round(middle(nodes.map(({ position }) => position.x))),
    y: Math.round(middle(nodes.map(({ position }) => position.y))),
  };
}

/** True if the node is a group that can be opened: one whose weights are its own. */
export const canOpen = (network: Network, node: NetworkNode): boolean =>
  layersInside(node) !== null &&
  node.weightsOf === undefined &&
  network.nodes.every(({ weightsOf }) => weightsOf !== node.id);

/**
 * Puts what a group holds in its place, all repetitions one after another. Those that share weights share them still.
 * The ids of the new nodes are given too.
 */
export function openEdits(
  network: Network,
  id: string,
): { readonly edits: readonly Edit[]; readonly nodes: readonly string[] } {
  const group = network.nodes.find((node) => node.id === id);
  const layers = group && layersInside(group);
  if (!layers || !canOpen(network, group)) return { edits: [], nodes: [] };
  const params = { ...defaults(layerOf('group')!.params), ...group.params } as {
    repeat: number;
    shared: boolean;
  };
  const entry = layers.nodes.find(({ kind }) => kind === 'input')!;
  const exit = layers.nodes.find(({ kind }) => kind === 'output')!;
  const inner = layers.nodes.filter((node) => node !== entry && node !== exit);
  const last = layers.edges.find(({ to }) => to.node === exit.id);
  const names = network.nodes.filter((node) => node !== group).map(({ name }) => name);
  const { top, bottom } = inner.length > 0 ? extentOf(inner) : { top: 0, bottom: -PITCH };
  const left = inner.length > 0 ? Math.min(...inner.map(({ position }) => position.x)) : 0;
  const outside = ({ x, y }: NetworkNode['position'], copy = 0): NetworkNode['position'] => ({
    x: group.position.x + x - left,
    y: group.position.y + y - top + copy * (bottom - top + PITCH),
  });
  const ids: ReadonlyMap<string, string>[] = [];
  const nodes: NetworkNode[] = [];
  const edges: NetworkEdge[] = [];
  /** What the next repetition receives. */
  let signal: EdgeEnd | null = null;
  for (let copy = 0; copy < params.repeat; copy++) {
    const own = new Map(inner.map((node) => [node.id, newId('n')]));
    ids.push(own);
    for (const node of inner) {
      const name = uniqueName(node.name, names);
      names.push(name);
      const owner = params.shared && copy > 0 ? ids[0]!.get(node.id)! : undefined;
      nodes.push({
        ...node,
        id: own.get(node.id)!,
        name,
        trainable: group.trainable && node.trainable,
        position: outside(node.position, copy),
        ...colourIn(group, node),
        ...(owner !== undefined && { weightsOf: owner }),
      });
    }
    const before = signal;
    for (const { from, to } of layers.edges) {
      if (to.node === exit.id) continue;
      const target = { node: own.get(to.node)!, port: to.port };
      if (from.node !== entry.id)
        edges.push({ id: newId('e'), from: { node: own.get(from.node)!, port: from.port }, to: target });
      else if (before) edges.push({ id: newId('e'), from: before, to: target });
      else
        edges.push(...sourcesOf(network, id).map((source) => ({ id: newId('e'), from: source, to: target })));
    }
    if (last && last.from.node !== entry.id)
      signal = { node: own.get(last.from.node)!, port: last.from.port };
  }
  const given = signal ? [signal] : last ? sourcesOf(network, id) : [];
  const outer = network.edges.flatMap((edge): NetworkEdge[] => {
    if (edge.to.node === id) return [];
    if (edge.from.node !== id) return [edge];
    return given.map((from) => ({ ...edge, from }));
  });
  const all = network.nodes.flatMap((node) => (node === group ? nodes : [node]));
  const comments = (layers.comments ?? []).map((comment): Comment => ({
    ...comment,
    ...colourIn(group, comment),
    id: newId('c'),
    position: outside(comment.position),
  }));
  return {
    edits: [
      { edit: 'set-layers', network: network.id, nodes: all, edges: [...outer, ...edges] },
      ...comments.map((comment) => ({ edit: 'add-comment', network: network.id, comment }) as const),
    ],
    nodes: nodes.map((node) => node.id),
  };
}

/** What is drawn in the colour of its group keeps it outside. */
const colourIn = (group: NetworkNode, { colour = group.colour }: NetworkNode | Comment) =>
  colour === undefined ? {} : { colour };

const sourcesOf = (network: Network, id: string): EdgeEnd[] =>
  network.edges.filter(({ to }) => to.node === id).map(({ from }) => from);
