/** The menu at the pointer: what could go at a place, and the edits that put it there. */
import type { AnyLayer } from '../../shared/kinds/define.ts';
import { layerOf, layers } from '../../shared/kinds/layers/index.ts';
import type { Shape } from '../../shared/kinds/shape.ts';
import type { EdgeEnd, Network, NetworkEdge, NetworkNode } from '../../shared/network/document.ts';
import { inferNetwork } from '../../shared/network/infer.ts';
import { keptParams, replaceEdits } from '../../shared/network/replace.ts';
import { reached } from '../../shared/network/order.ts';
import { suits } from '../../shared/network/suits.ts';
import type { Next } from '../../shared/network/suits.ts';
import { addAfter, addAt, addOnEdge, connectEdits } from './adding.ts';
import type { Added, Ends } from './adding.ts';
import { NODE_SIZE } from './placement.ts';
import type { Direction, Point } from './placement.ts';

/** An edge that was let go over nothing: it hangs from an output ('from') or from an input ('to'). */
export interface Dangling {
  readonly side: 'from' | 'to';
  readonly end: EdgeEnd;
}

export type QuickPlace =
  | { readonly to: 'canvas'; readonly at: Point }
  | { readonly to: 'end'; readonly at: Point; readonly dangling: Dangling }
  | { readonly to: 'after'; readonly node: string }
  | { readonly to: 'edge'; readonly edge: string }
  /** In the place of a node, which gives its edges and settings to it. */
  | { readonly to: 'replace'; readonly node: string };

export interface Candidate {
  readonly kind: AnyLayer;
  /** False where inference finds that the shapes do not match. */
  readonly fits: boolean;
}

/**
 * The kinds that have the ports for a place, those whose shapes match first. An input or output comes last where the
 * network has one already.
 */
export function candidatesFor(network: Network, place: QuickPlace): readonly Candidate[] {
  const { enters, leaves, shapes, next } = around(network, place);
  const used = new Set(network.nodes.map((node) => node.kind));
  const replaced = place.to === 'replace' ? network.nodes.find(({ id }) => id === place.node) : undefined;
  const late = ({ group, kind }: AnyLayer): boolean => group === 'end' && used.has(kind);
  const fitsThere = (kind: AnyLayer): boolean =>
    suits(
      kind,
      shapes ?? [],
      kind.outputs.length > 0 ? next : null,
      replaced ? keptParams(kind, replaced.params) : undefined,
    );
  return (layers as readonly AnyLayer[])
    .filter((kind) => kind.kind !== replaced?.kind)
    .filter((kind) => (!enters || kind.inputs.length > 0) && (!leaves || kind.outputs.length > 0))
    .map((kind) => ({ kind, fits: shapes === null || fitsThere(kind) }))
    .sort((a, b) => Number(b.fits) - Number(a.fits) || Number(late(a.kind)) - Number(late(b.kind)));
}

interface Around {
  /** Something goes into what is put here; something takes what it gives. */
  readonly enters: boolean;
  readonly leaves: boolean;
  /** What goes in, where that is known. */
  readonly shapes: readonly Shape[] | null;
  readonly next: Next | null;
}

function around(network: Network, place: QuickPlace): Around {
  const shapesOf = (from: EdgeEnd): readonly Shape[] | null => {
    const facts = inferNetwork(network).byId.get(from.node);
    const shape = facts?.outputs[facts.kind.outputs.findIndex((port) => port.name === from.port)];
    return shape ? [shape] : null;
  };
  const nextOf = ({ to }: NetworkEdge): Next | null => {
    const node = network.nodes.find(({ id }) => id === to.node);
    return node ? { node, port: to.port } : null;
  };
  switch (place.to) {
    case 'canvas':
      return { enters: false, leaves: false, shapes: null, next: null };
    case 'end': {
      const { side, end } = place.dangling;
      return side === 'from'
        ? { enters: true, leaves: false, shapes: shapesOf(end), next: null }
        : { enters: false, leaves: true, shapes: null, next: null };
    }
    case 'after': {
      const from = outputOf(network, place.node);
      const out = network.edges.filter((edge) => edge.from.node === place.node);
      const next = out.length === 1 ? nextOf(out[0]!) : null;
      return { enters: true, leaves: false, shapes: from && shapesOf(from), next };
    }
    case 'edge': {
      const edge = network.edges.find(({ id }) => id === place.edge);
      const between = { enters: true, leaves: true };
      return edge
        ? { ...between, shapes: shapesOf(edge.from), next: nextOf(edge) }
        : { ...between, shapes: null, next: null };
    }
    case 'replace': {
      const into = network.edges.filter((edge) => edge.to.node === place.node);
      const out = network.edges.filter((edge) => edge.from.node === place.node);
      const shapes = into.map((edge) => shapesOf(edge.from)?.[0]);
      return {
        enters: true,
        leaves: true,
        shapes: into.length > 0 && shapes.every((shape) => shape !== undefined) ? shapes : null,
        next: out.length === 1 ? nextOf(out[0]!) : null,
      };
    }
  }
}

/** The first output of a node; null where it has none. */
function outputOf(network: Network, id: string): EdgeEnd | null {
  const kind = layerOf(network.nodes.find((node) => node.id === id)?.kind ?? '');
  const port = kind?.outputs[0];
  return port ? { node: id, port: port.name } : null;
}

export interface Joinable {
  readonly node: NetworkNode;
  readonly ends: Ends;
}

/** The nodes with a port that an edge from the place could go to, ports that take no more edges aside. */
export function joinableFrom(network: Network, place: QuickPlace): readonly Joinable[] {
  const dangling = danglingOf(network, place);
  if (!dangling) return [];
  const { side, end } = dangling;
  const looping = reached(network, end.node, side === 'from' ? 'backwards' : 'forwards');
  const taken = new Set(network.edges.map(({ to }) => `${to.node} ${to.port}`));
  const joined = new Set(
    network.edges.filter(({ from }) => from.node === end.node).map(({ to }) => `${to.node} ${to.port}`),
  );
  return network.nodes.flatMap((node): Joinable[] => {
    const kind = layerOf(node.kind);
    if (!kind || looping.has(node.id)) return [];
    if (side === 'to') {
      const port = kind.outputs[0];
      return port ? [{ node, ends: { from: { node: node.id, port: port.name }, to: end } }] : [];
    }
    const free = kind.inputs.find(({ name, many }) => {
      const key = `${node.id} ${name}`;
      return many ? !joined.has(key) : !taken.has(key);
    });
    return free ? [{ node, ends: { from: end, to: { node: node.id, port: free.name } } }] : [];
  });
}

function danglingOf(network: Network, place: QuickPlace): Dangling | null {
  if (place.to === 'end') return place.dangling;
  const end = place.to === 'after' ? outputOf(network, place.node) : null;
  return end && { side: 'from', end };
}

/** Puts a layer of the chosen kind at a place, joined to what is there; null where that is gone. */
export function addAtPlace(
  network: Network,
  kind: AnyLayer,
  place: QuickPlace,
  direction: Direction,
): Added | null {
  switch (place.to) {
    case 'canvas':
      return addAt(network, kind, place.at);
    case 'end':
      return addAtEnd(network, kind, place.dangling, place.at, direction);
    case 'after': {
      const anchor = network.nodes.find(({ id }) => id === place.node);
      return anchor ? addAfter(network, kind, anchor, direction) : null;
    }
    case 'edge':
      return addOnEdge(network, kind, place.edge, direction);
    case 'replace': {
      const edits = replaceEdits(network, place.node, kind);
      return edits.length > 0 ? { edits, node: place.node } : null;
    }
  }
}

/** A new node whose port is where a dangling edge was let go. */
function addAtEnd(
  network: Network,
  kind: AnyLayer,
  { side, end }: Dangling,
  at: Point,
  direction: Direction,
): Added {
  const { width, height } = NODE_SIZE;
  const corner =
    direction === 'down'
      ? { x: at.x - width / 2, y: side === 'from' ? at.y : at.y - height }
      : { x: side === 'from' ? at.x : at.x - width, y: at.y - height / 2 };
  const added = addAt(network, kind, corner);
  const port = side === 'from' ? kind.inputs[0] : kind.outputs[0];
  if (!port) return added;
  const own = { node: added.node, port: port.name };
  const ends = side === 'from' ? { from: end, to: own } : { from: own, to: end };
  return { ...added, edits: [...added.edits, ...connectEdits(withNew(network, added), ends)] };
}

/** The network with the node that was added to it. */
const withNew = (network: Network, { edits }: Added): Network => ({
  ...network,
  nodes: [...network.nodes, ...edits.flatMap((edit) => (edit.edit === 'add-node' ? [edit.node] : []))],
});
