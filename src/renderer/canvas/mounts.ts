/**
 * Which layers are elements of the page. Of many, those in view and near it are; the others are painted if they come
 * into view before their element does. More than can be read at once are painted and nothing else. Elements come and
 * go a few at a time, so that no step takes long.
 */
import type { NetworkEdge, NetworkNode } from '../../shared/network/document.ts';
import { NODE_SIZE } from './placement.ts';
import type { Point, Size } from './placement.ts';

/** A part of the document, in its own units. */
export interface Area extends Point, Size {}

/** What is in view: `zoom` pixels of the window to a unit. */
export interface View extends Area {
  readonly zoom: number;
}

export interface Mounts {
  readonly ids: ReadonlySet<string>;
  /** So many are in view that none of them is an element. */
  readonly crowded: boolean;
  /** All that is in view is made of elements. */
  readonly complete: boolean;
  /** Nothing is left to do until the view or the network changes. */
  readonly settled: boolean;
}

export const NO_MOUNTS: Mounts = { ids: new Set(), crowded: false, complete: false, settled: false };

/** All layers of a network of so many are elements, wherever they lie; and no more than so many in view are. */
export const MANY_NODES = 150;
/** What was crowded stays so until so few are in view: a view that trembles about a limit changes nothing. */
const NOT_CROWDED = 110;
/** How many elements come and go in one step. */
export interface Step {
  readonly coming: number;
  readonly going: number;
}
/** Elements that come as the canvas is drawn first. */
export const FIRST_STEP = 40;
/** Elements that go cost less. */
export const STEP: Step = { coming: 3, going: 6 };
/**
 * In the frames of a gesture there is less time: what comes late is painted until then, and what is to go waits for the
 * gesture's end, for each change of what is drawn costs much whatever goes with it.
 */
export const STEP_MOVING: Step = { coming: 1, going: 0 };
/** Parts of the view's size around it: elements are made within the first and kept within the second. */
const NEAR = 0.25;
const KEPT = 0.75;

export function nextMounts(
  { nodes, edges }: { readonly nodes: readonly NetworkNode[]; readonly edges: readonly NetworkEdge[] },
  view: View,
  before: Mounts,
  step: Step,
): Mounts {
  const few = nodes.length <= MANY_NODES;
  const inView = nodes.filter(({ position }) => meets(view, position));
  const crowded = !few && inView.length > (before.crowded ? NOT_CROWDED : MANY_NODES);
  const wanted = crowded ? [] : few ? nodes : nearest(nodes, edges, view);
  const stays = crowded ? new Set() : few ? null : new Set([...wanted, ...within(nodes, grown(view, KEPT))]);

  const ids = new Set<string>();
  let gone = 0;
  let waiting = false;
  const known = new Map(nodes.map((node) => [node.id, node]));
  for (const id of before.ids) {
    const node = known.get(id);
    if (!node) continue;
    const leaves = stays !== null && !stays.has(node);
    if (leaves && gone < step.going) gone++;
    else {
      ids.add(id);
      waiting ||= leaves;
    }
  }
  const missing = wanted.filter(({ id }) => !ids.has(id));
  const coming = missing.slice(0, step.coming);
  for (const { id } of coming) ids.add(id);
  const settled = coming.length === missing.length && gone === 0 && !waiting;
  const complete = !crowded && inView.every(({ id }) => ids.has(id));
  const same =
    gone === 0 &&
    coming.length === 0 &&
    ids.size === before.ids.size &&
    crowded === before.crowded &&
    complete === before.complete &&
    settled === before.settled;
  return same ? before : { ids, crowded, complete, settled };
}

/** Layers in view and near it, the nearest to its middle first; then those whose edges cross it. */
function nearest(
  nodes: readonly NetworkNode[],
  edges: readonly NetworkEdge[],
  view: Area,
): readonly NetworkNode[] {
  const middle = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
  const far = ({ position: { x, y } }: NetworkNode): number =>
    Math.max(
      Math.abs(x + NODE_SIZE.width / 2 - middle.x) / view.width,
      Math.abs(y + NODE_SIZE.height / 2 - middle.y) / view.height,
    );
  const near = within(nodes, grown(view, NEAR)).sort((a, b) => far(a) - far(b));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const all = new Set(near);
  for (const edge of edges) {
    const from = byId.get(edge.from.node);
    const to = byId.get(edge.to.node);
    if (!from || !to || (all.has(from) && all.has(to)) || !meets(view, from.position, to.position)) continue;
    all.add(from).add(to);
  }
  return [...all].slice(0, MANY_NODES);
}

const within = (nodes: readonly NetworkNode[], area: Area): NetworkNode[] =>
  nodes.filter(({ position }) => meets(area, position));

/** Whether a layer, or the box around two of them, lies in an area at least in part. */
export const meets = ({ x, y, width, height }: Area, a: Point, b: Point = a): boolean =>
  Math.max(a.x, b.x) + NODE_SIZE.width > x &&
  Math.min(a.x, b.x) < x + width &&
  Math.max(a.y, b.y) + NODE_SIZE.height > y &&
  Math.min(a.y, b.y) < y + height;

export const grown = ({ x, y, width, height }: Area, by: number): Area => ({
  x: x - by * width,
  y: y - by * height,
  width: (1 + 2 * by) * width,
  height: (1 + 2 * by) * height,
});

export const holds = (outer: Area, inner: Area): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;
