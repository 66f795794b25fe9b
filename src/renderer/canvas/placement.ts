/** Where nodes go: on a grid, never on top of each other, in the direction that the network flows. */
import type { Network } from '../../shared/network/document.ts';
import { reached } from '../../shared/network/order.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
/** 'down': from top to bottom; 'across': from left to right. */
export type Direction = 'down' | 'across';

export const GRID = 8;
export const NODE_SIZE: Size = { width: 232, height: 48 };
/** From one node's corner to the next one's, along the flow. */
export const PITCH: Readonly<Record<Direction, number>> = { down: 88, across: 304 };
const GAP = 24;

/** The box around all of them. */
export function boundsOf(boxes: readonly { readonly position: Point; readonly size: Size }[]): Point & Size {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position, size } of boxes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + size.width);
    bottom = Math.max(bottom, position.y + size.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export const snap = ({ x, y }: Point): Point => ({
  x: Math.round(x / GRID) * GRID,
  y: Math.round(y / GRID) * GRID,
});

/** The direction a network was drawn in: the one most of its edges point in; top to bottom for an empty one. */
export function directionOf(network: Pick<Network, 'nodes' | 'edges'>): Direction {
  const at = new Map(network.nodes.map((node) => [node.id, node.position]));
  let down = 0;
  let across = 0;
  for (const { from, to } of network.edges) {
    const a = at.get(from.node);
    const b = at.get(to.node);
    if (!a || !b) continue;
    if (Math.abs(b.x - a.x) > Math.abs(b.y - a.y)) across++;
    else down++;
  }
  return across > down ? 'across' : 'down';
}

/** Where the corner of a node goes whose middle is at a point. */
export const cornerFor = (middle: Point): Point => ({
  x: middle.x - NODE_SIZE.width / 2,
  y: middle.y - NODE_SIZE.height / 2,
});

/** One step along the flow from a point. */
export const along = (from: Point, direction: Direction): Point =>
  direction === 'down' ? { x: from.x, y: from.y + PITCH.down } : { x: from.x + PITCH.across, y: from.y };

const overlaps = (a: Point, b: Point): boolean =>
  Math.abs(a.x - b.x) < NODE_SIZE.width + GAP / 2 && Math.abs(a.y - b.y) < NODE_SIZE.height + GAP / 2;

/** The wanted point, or the nearest one beside it (across the flow) where no node is. */
export function freeSpot(network: Pick<Network, 'nodes'>, wanted: Point, direction: Direction): Point {
  const start = snap(wanted);
  const step =
    direction === 'down' ? { x: NODE_SIZE.width + GAP, y: 0 } : { x: 0, y: NODE_SIZE.height + GAP };
  for (let i = 0; i <= network.nodes.length; i++) {
    const spot = snap({ x: start.x + i * step.x, y: start.y + i * step.y });
    if (!network.nodes.some((node) => overlaps(node.position, spot))) return spot;
  }
  return start;
}

/**
 * New positions that give a node put between `before` and what follows it a place of its own: it goes one step after
 * `before`, and what it leads to moves on as far as is needed, and no farther.
 */
export function makeRoom(
  network: Network,
  inserted: string,
  before: Point,
  direction: Direction,
): Readonly<Record<string, Point>> {
  const axis = direction === 'down' ? 'y' : 'x';
  const spot = snap(along(before, direction));
  const leads = reached(network, inserted, 'forwards');
  const behind = network.nodes.filter((node) => node.id !== inserted && leads.has(node.id));
  const nearest = Math.min(...behind.map((node) => node.position[axis]));
  const push = Math.max(0, spot[axis] + PITCH[direction] - nearest);
  const moved = Object.fromEntries(
    push > 0 && Number.isFinite(push)
      ? behind.map((node) => [node.id, snap({ ...node.position, [axis]: node.position[axis] + push })])
      : [],
  );
  return { ...moved, [inserted]: spot };
}
