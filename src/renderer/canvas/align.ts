/** Layers and comments brought into line with each other, or put at equal distances. */
import type { Box, Places } from './boxes.ts';

export const ALIGNMENTS = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];
export type Axis = 'x' | 'y';

/** How far along its size a box is held: at its beginning, its middle or its end. */
const HELD: Readonly<Record<Alignment, 0 | 0.5 | 1>> = {
  left: 0,
  centre: 0.5,
  right: 1,
  top: 0,
  middle: 0.5,
  bottom: 1,
};
const SIDE = { x: 'width', y: 'height' } as const;

/** Never -0, which no file keeps. */
const whole = (value: number): number => Math.round(value) + 0;

/** Between boxes that would lie on each other in one line. */
const GAP = 40;

/** On one line; those that would lie on each other there, as of a column aligned to the top, stand side by side. */
export function aligned(boxes: readonly Box[], to: Alignment): Places {
  const axis: Axis = to === 'left' || to === 'centre' || to === 'right' ? 'x' : 'y';
  const begins = boxes.map(({ position }) => position[axis]);
  const ends = boxes.map(({ position, size }) => position[axis] + size[SIDE[axis]]);
  const [least, most] = [Math.min(...begins), Math.max(...ends)];
  const line = least + HELD[to] * (most - least);
  const along: Axis = axis === 'x' ? 'y' : 'x';
  const sorted = [...boxes].sort(
    (a, b) => a.position[along] - b.position[along] || a.position[axis] - b.position[axis],
  );
  let end = -Infinity;
  return Object.fromEntries(
    sorted.map(({ id, position, size }) => {
      const at = position[along] < end ? end + GAP : position[along];
      end = at + size[SIDE[along]];
      return [id, { ...position, [along]: at, [axis]: whole(line - HELD[to] * size[SIDE[axis]]) }];
    }),
  );
}

/** The outermost stay; the others go between them with equal gaps, in the order that they have. */
export function distributed(boxes: readonly Box[], axis: Axis): Places {
  const sizeOf = ({ size }: Box): number => size[SIDE[axis]];
  const sorted = [...boxes].sort((a, b) => a.position[axis] - b.position[axis]);
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  const filled = sorted.slice(0, -1).reduce((sum, box) => sum + sizeOf(box), 0);
  const gap = (last.position[axis] - first.position[axis] - filled) / (sorted.length - 1);
  let at = first.position[axis];
  return Object.fromEntries(
    sorted.map((box) => {
      const place = { ...box.position, [axis]: whole(at) };
      at += sizeOf(box) + gap;
      return [box.id, place];
    }),
  );
}
