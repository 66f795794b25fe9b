/** Nodes brought into line with each other, or put at equal distances. */
import type { NetworkNode } from '../../shared/network/document.ts';
import type { Point } from './placement.ts';

export const ALIGNMENTS = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];
export type Axis = 'x' | 'y';

type Placed = Pick<NetworkNode, 'id' | 'position'>;
export type Places = Readonly<Record<string, Point>>;

/** All layers have one size, so that their corners tell all. */
export function aligned(nodes: readonly Placed[], to: Alignment): Places {
  const axis: Axis = to === 'left' || to === 'centre' || to === 'right' ? 'x' : 'y';
  const values = nodes.map(({ position }) => position[axis]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const value =
    to === 'left' || to === 'top'
      ? least
      : to === 'right' || to === 'bottom'
        ? most
        : Math.round((least + most) / 2);
  return Object.fromEntries(nodes.map(({ id, position }) => [id, { ...position, [axis]: value }]));
}

/** The outermost stay; the others go between them at equal distances, in the order that they have. */
export function distributed(nodes: readonly Placed[], axis: Axis): Places {
  const sorted = [...nodes].sort((a, b) => a.position[axis] - b.position[axis]);
  const [first, last] = [sorted[0]!.position[axis], sorted.at(-1)!.position[axis]];
  const step = (last - first) / (sorted.length - 1);
  return Object.fromEntries(
    sorted.map(({ id, position }, i) => [id, { ...position, [axis]: Math.round(first + i * step) }]),
  );
}
