/** The document's nodes and edges as svelte-flow wants them, keeping what svelte-flow knows of them already. */
import { Position } from '@xyflow/svelte';
import type { Edge, Node } from '@xyflow/svelte';
import type { NetworkEdge, NetworkNode } from '../../shared/network/document.ts';
import type { Direction } from './placement.ts';

/** What of the document the drawn nodes follow. */
export interface FlowSource {
  /** In the order of the pass, which is the order of the Tab key. */
  readonly ordered: readonly NetworkNode[];
  /** What is said of each node, by id. */
  readonly outline: ReadonlyMap<string, string>;
  readonly direction: Direction;
}

const NO_DATA = {};

/**
 * An unchanged node keeps its object: svelte-flow looks again only at objects that are new, which is what keeps
 * hundreds of nodes quick. `keepPlaces`: positions are those drawn last, not the document's.
 */
export function flowNodes(
  { ordered, outline, direction }: FlowSource,
  last: readonly Node[],
  keepPlaces: boolean,
): Node[] {
  const known = new Map(last.map((node) => [node.id, node]));
  const targetPosition = direction === 'down' ? Position.Top : Position.Left;
  const sourcePosition = direction === 'down' ? Position.Bottom : Position.Right;
  return ordered.map((node) => {
    const before = known.get(node.id);
    const ariaLabel = outline.get(node.id) ?? node.name;
    const { x, y } = before && keepPlaces ? before.position : node.position;
    const same =
      before &&
      before.position.x === x &&
      before.position.y === y &&
      before.sourcePosition === sourcePosition &&
      before.ariaLabel === ariaLabel;
    if (same) return before;
    return {
      ...(before ?? { id: node.id, type: 'layer', data: NO_DATA }),
      position: { x, y },
      sourcePosition,
      targetPosition,
      ariaLabel,
    };
  });
}

export function flowEdges(edges: readonly NetworkEdge[], last: readonly Edge[]): Edge[] {
  const known = new Map(last.map((edge) => [edge.id, edge]));
  return edges.map((edge) => {
    const before = known.get(edge.id);
    const same =
      before &&
      before.source === edge.from.node &&
      before.target === edge.to.node &&
      before.sourceHandle === edge.from.port &&
      before.targetHandle === edge.to.port;
    if (same) return before;
    return {
      id: edge.id,
      type: 'signal',
      source: edge.from.node,
      target: edge.to.node,
      sourceHandle: edge.from.port,
      targetHandle: edge.to.port,
    };
  });
}

/** How the whole network is brought into view: hardly larger than life, with room for what stands beside the nodes. */
export const FIT = {
  padding: { x: '32px', top: '28px', bottom: '64px' },
  maxZoom: 1.2,
  minZoom: 0.1,
} as const;
