/** The document's nodes and edges as svelte-flow wants them, keeping what svelte-flow knows of them already. */
import { getViewportForBounds, Position } from '@xyflow/svelte';
import type { Edge, Node, Viewport } from '@xyflow/svelte';
import type { Port } from '../../shared/kinds/define.ts';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import type { Comment, NetworkEdge, NetworkNode } from '../../shared/network/document.ts';
import { ui } from '../../shared/words/ui/index.ts';
import { MANY_NODES } from './mounts.ts';
import type { View } from './mounts.ts';
import { boundsOf, NODE_SIZE } from './placement.ts';
import type { Direction, Point, Size } from './placement.ts';

/** What of the document the drawn layers follow. */
export interface FlowSource {
  /** In the order of the pass, which is the order of the Tab key. */
  readonly ordered: readonly NetworkNode[];
  /** What is said of each node, by id. */
  readonly outline: ReadonlyMap<string, string>;
  readonly direction: Direction;
}

const words = ui.design.canvas;

const NO_DATA = {};
const START: Omit<Node, 'id' | 'position'> = {
  type: 'layer',
  data: NO_DATA,
  initialWidth: NODE_SIZE.width,
  initialHeight: NODE_SIZE.height,
  domAttributes: { 'aria-roledescription': words.nodeRole },
};
const PORT_SIZE = 9;

/** Where LayerNode draws the ports, so that edges can be drawn and nodes left out of view before they are measured. */
export function handlesOf(kind: string, direction: Direction): NonNullable<Node['handles']> {
  const layer = layerOf(kind);
  const { width, height } = NODE_SIZE;
  const [low, high] =
    direction === 'down' ? [Position.Top, Position.Bottom] : [Position.Left, Position.Right];
  const handles = (ports: readonly Port[], type: 'source' | 'target') =>
    ports.map((port, i) => {
      const part = (i + 1) / (ports.length + 1);
      const far = type === 'source';
      const x = direction === 'down' ? width * part : far ? width : 0;
      const y = direction === 'down' ? (far ? height : 0) : height * part;
      return {
        id: port.name,
        type,
        position: far ? high : low,
        x: x - PORT_SIZE / 2,
        y: y - PORT_SIZE / 2,
        width: PORT_SIZE,
        height: PORT_SIZE,
      };
    });
  return [...handles(layer?.inputs ?? [], 'target'), ...handles(layer?.outputs ?? [], 'source')];
}

/**
 * An unchanged node keeps its object: svelte-flow looks again only at objects that are new, which is what keeps
 * hundreds of nodes quick. `keepPlaces`: positions are those drawn last, not the document's.
 */
export function flowNodes(
  { ordered, outline, direction }: FlowSource,
  last: readonly Node[],
  keepPlaces: boolean,
): Node[] {
  const drawn = new Map(last.map((node) => [node.id, node]));
  const targetPosition = direction === 'down' ? Position.Top : Position.Left;
  const sourcePosition = direction === 'down' ? Position.Bottom : Position.Right;
  return ordered.map((node) => {
    const before = drawn.get(node.id);
    const ariaLabel = outline.get(node.id) ?? node.name;
    const { x, y } = before && keepPlaces ? before.position : node.position;
    const same =
      before &&
      before.position.x === x &&
      before.position.y === y &&
      before.sourcePosition === sourcePosition &&
      before.ariaLabel === ariaLabel;
    if (same) return before;
    const { handles: _, ...known } = before ?? START;
    return {
      ...known,
      ...(!known.measured && { handles: handlesOf(node.kind, direction) }),
      id: node.id,
      position: { x, y },
      sourcePosition,
      targetPosition,
      ariaLabel,
    };
  });
}

const COMMENT: Omit<Node, 'id' | 'position'> = {
  type: 'comment',
  data: NO_DATA,
  // Behind the layers and edges, also when svelte-flow lifts it because it is selected.
  zIndex: -2000,
  domAttributes: { 'aria-roledescription': words.commentRole },
};

/** The same for comments; while they are dragged or resized, `keepPlaces`. */
export function flowComments(
  comments: readonly Comment[],
  outline: ReadonlyMap<string, string>,
  last: readonly Node[],
  keepPlaces: boolean,
): Node[] {
  if (comments.length === 0) return [];
  const drawn = new Map(last.map((node) => [node.id, node]));
  return comments.map((comment) => {
    const before = drawn.get(comment.id);
    const ariaLabel = outline.get(comment.id) ?? '';
    const { position, width, height } =
      before && keepPlaces ? before : { position: comment.position, ...comment.size };
    const same =
      before &&
      before.position.x === position.x &&
      before.position.y === position.y &&
      before.width === width &&
      before.height === height &&
      before.ariaLabel === ariaLabel;
    if (same) return before;
    return {
      ...(before ?? COMMENT),
      id: comment.id,
      position: { ...position },
      width,
      height,
      ariaLabel,
    } as Node;
  });
}

/** In the order that they are read in, which is that of the Tab key: each comment after the layer that it is beside. */
export function inReadingOrder(
  nodes: readonly Node[],
  comments: readonly Node[],
  beside: ReadonlyMap<string, NetworkNode>,
): Node[] {
  if (comments.length === 0) return [...nodes];
  const after = new Map<string | undefined, Node[]>();
  for (const comment of comments) {
    const layer = beside.get(comment.id)?.id;
    after.set(layer, [...(after.get(layer) ?? []), comment]);
  }
  return [...nodes.flatMap((node) => [node, ...(after.get(node.id) ?? [])]), ...(after.get(undefined) ?? [])];
}

export function flowEdges(
  edges: readonly NetworkEdge[],
  nodes: readonly NetworkNode[],
  last: readonly Edge[],
): Edge[] {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const known = new Map(last.map((edge) => [edge.id, edge]));
  return edges.map((edge) => {
    const before = known.get(edge.id);
    const ariaLabel = words.edge(
      names.get(edge.from.node) ?? edge.from.node,
      names.get(edge.to.node) ?? edge.to.node,
    );
    const same =
      before &&
      before.ariaLabel === ariaLabel &&
      before.source === edge.from.node &&
      before.target === edge.to.node &&
      before.sourceHandle === edge.from.port &&
      before.targetHandle === edge.to.port;
    if (same) return before;
    return {
      id: edge.id,
      type: 'signal',
      ariaLabel,
      domAttributes: { 'aria-roledescription': words.edgeRole },
      source: edge.from.node,
      target: edge.to.node,
      sourceHandle: edge.from.port,
      targetHandle: edge.to.port,
    };
  });
}

/** What a viewport of svelte-flow shows on a canvas of a size. */
export const inView = ({ x, y, zoom }: Viewport, { width, height }: Size): View => ({
  zoom,
  x: -x / zoom,
  y: -y / zoom,
  width: width / zoom,
  height: height / zoom,
});

/** A canvas, and how much of it the tools at its lower edge take. */
export interface Room extends Size {
  readonly tools: number;
}
/** The tools in one line, which they are before they are measured. */
export const TOOLS_HEIGHT = 34;
/** Hardly larger than life, with room for what stands beside the nodes; `bottom` is the air above and below the tools. */
const FIT = { x: '32px', top: '28px', bottom: 30, maxZoom: 1.2 } as const;
/** Small text is left out below `far`, and all text below `legible`: there a layer is the colour of its kind. */
export const ZOOM = { min: 0.05, max: 2, far: 0.4, legible: 0.25 } as const;
/** A large network opens on its first layer, which is brought into view no larger than this. */
const FIRST_ZOOM = 0.8;

/** Where a node lies, and how large it is or will be. */
const drawnBox = ({ position, measured, width, height }: Node): { position: Point; size: Size } => ({
  position,
  size: {
    width: measured?.width ?? width ?? NODE_SIZE.width,
    height: measured?.height ?? height ?? NODE_SIZE.height,
  },
});

/** The view in which all of the nodes can be seen. */
export const viewOf = (
  nodes: readonly Node[],
  { width, height, tools }: Room,
  maxZoom: number = FIT.maxZoom,
): Viewport =>
  nodes.length === 0
    ? { x: 0, y: 0, zoom: 1 }
    : getViewportForBounds(boundsOf(nodes.map(drawnBox)), width, height, ZOOM.min, maxZoom, {
        x: FIT.x,
        top: FIT.top,
        bottom: `${tools + FIT.bottom}px`,
      });

/** The view to begin with: the whole of a small network, the first layer of a large one. */
export const firstView = (nodes: readonly Node[], size: Room): Viewport =>
  nodes.length > MANY_NODES ? viewOf(nodes.slice(0, 1), size, FIRST_ZOOM) : viewOf(nodes, size);
