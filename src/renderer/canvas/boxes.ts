/** What lies on the canvas: layers, which all have one size, and comments, which have each its own. */
import type { Comment, Network, NetworkNode } from '../../shared/network/document.ts';
import { NODE_SIZE } from './placement.ts';
import type { Point, Size } from './placement.ts';

export interface Box {
  readonly id: string;
  readonly position: Point;
  readonly size: Size;
}
export type Places = Readonly<Record<string, Point>>;

type Drawn = Pick<Network, 'nodes' | 'comments'>;

export const boxOf = (drawn: NetworkNode | Comment): Box => ({
  id: drawn.id,
  position: drawn.position,
  size: 'size' in drawn ? drawn.size : NODE_SIZE,
});

export const boxesOf = ({ nodes, comments = [] }: Drawn): readonly Box[] =>
  [...nodes, ...comments].map(boxOf);

/** A comment that lies farther than this from every layer is beside none. */
const BESIDE = 160;

function distance(a: Box, b: Box): number {
  const between = (axis: 'x' | 'y', side: 'width' | 'height'): number =>
    Math.max(
      0,
      a.position[axis] - b.position[axis] - b.size[side],
      b.position[axis] - a.position[axis] - a.size[side],
    );
  return Math.hypot(between('x', 'width'), between('y', 'height'));
}

const middleOf = ({ position, size }: Box): Point => ({
  x: position.x + size.width / 2,
  y: position.y + size.height / 2,
});

/** The layer that a comment is beside: the nearest one, of several that touch it the one nearest to its middle. */
function besideOf(comment: Comment, nodes: readonly NetworkNode[]): NetworkNode | null {
  const box = boxOf(comment);
  const middle = middleOf(box);
  let best: { readonly node: NetworkNode; readonly far: number; readonly off: number } | null = null;
  for (const node of nodes) {
    const other = boxOf(node);
    const far = distance(box, other);
    const off = Math.hypot(middleOf(other).x - middle.x, middleOf(other).y - middle.y);
    if (far <= BESIDE && (!best || far < best.far || (far === best.far && off < best.off)))
      best = { node, far, off };
  }
  return best?.node ?? null;
}

/** Comments and the layers that they are beside, by the comments' ids. */
export const besides = ({ nodes, comments = [] }: Drawn): ReadonlyMap<string, NetworkNode> =>
  new Map(
    comments.flatMap((comment) => {
      const node = besideOf(comment, nodes);
      return node ? [[comment.id, node] as const] : [];
    }),
  );

/** These places, and those of the comments that go with the layers which are moved there. */
export function withComments(drawn: Drawn, places: Places): Places {
  const comments = new Map((drawn.comments ?? []).map((comment) => [comment.id, comment]));
  const carried = [...besides(drawn)].flatMap(([id, { id: node, position }]) => {
    const to = places[node];
    const from = comments.get(id)!.position;
    if (!to || id in places || (to.x === position.x && to.y === position.y)) return [];
    return [[id, { x: from.x + to.x - position.x, y: from.y + to.y - position.y }] as const];
  });
  return { ...places, ...Object.fromEntries(carried) };
}
