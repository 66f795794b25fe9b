import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALIGNMENTS, aligned, distributed } from './align.ts';
import { NODE_SIZE } from './placement.ts';

const places = fc
  .array(fc.record({ x: fc.integer({ min: -999, max: 999 }), y: fc.integer({ min: -999, max: 999 }) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((points) => points.map((position, i) => ({ id: `n${i}`, position, size: NODE_SIZE })));

describe('aligning', () => {
  it('puts all on one line within where they were, in their order, none on another', () => {
    fc.assert(
      fc.property(places, fc.constantFrom(...ALIGNMENTS), (nodes, to) => {
        const after = aligned(nodes, to);
        const [axis, other] = ['left', 'centre', 'right'].includes(to)
          ? (['x', 'y'] as const)
          : (['y', 'x'] as const);
        const values = nodes.map(({ position }) => position[axis]);
        const lines = new Set(nodes.map(({ id }) => after[id]![axis]));
        expect(lines.size).toBe(1);
        const [line] = lines;
        expect(line).toBeGreaterThanOrEqual(Math.min(...values));
        expect(line).toBeLessThanOrEqual(Math.max(...values));
        const size = NODE_SIZE[other === 'x' ? 'width' : 'height'];
        const sorted = [...nodes].sort((a, b) => after[a.id]![other] - after[b.id]![other]);
        for (const [i, { id, position }] of sorted.entries()) {
          const before = sorted[i - 1];
          const end = before ? after[before.id]![other] + size : -Infinity;
          expect(before?.position[other] ?? -Infinity).toBeLessThanOrEqual(position[other]);
          // Only what would lie on another gives way.
          if (position[other] >= end) expect(after[id]![other]).toBe(position[other]);
          else expect(after[id]![other]).toBeGreaterThan(end);
        }
        expect(
          aligned(
            nodes.map(({ id, size }) => ({ id, size, position: after[id]! })),
            to,
          ),
        ).toEqual(after);
      }),
    );
  });

  it.each([
    ['left', 0],
    ['centre', 50],
    ['right', 100],
  ] as const)('to the %s', (to, x) => {
    const nodes = [
      { id: 'a', position: { x: 0, y: 0 }, size: NODE_SIZE },
      { id: 'b', position: { x: 100, y: 90 }, size: NODE_SIZE },
    ];
    expect(aligned(nodes, to)).toEqual({ a: { x, y: 0 }, b: { x, y: 90 } });
  });
});

it('distributing keeps the outermost and the order, at distances that differ by rounding at most', () => {
  fc.assert(
    fc.property(places, fc.constantFrom('x', 'y'), (nodes, axis) => {
      const after = distributed(nodes, axis);
      const before = nodes.map(({ position }) => position[axis]).sort((a, b) => a - b);
      const values = nodes.map(({ id }) => after[id]![axis]).sort((a, b) => a - b);
      expect([values[0], values.at(-1)]).toEqual([before[0], before.at(-1)]);
      const gaps = values.slice(1).map((value, i) => value - values[i]!);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
    }),
  );
});

describe('boxes of different sizes', () => {
  const boxes = [
    { id: 'a', position: { x: 0, y: 0 }, size: { width: 100, height: 40 } },
    { id: 'b', position: { x: 40, y: 60 }, size: { width: 20, height: 100 } },
    { id: 'c', position: { x: 10, y: 300 }, size: { width: 60, height: 20 } },
  ];

  it.each([
    ['left', [0, 0, 0]],
    ['centre', [0, 40, 20]],
    ['right', [0, 80, 40]],
  ] as const)('are aligned by their edges and middles: %s', (to, x) => {
    expect(Object.values(aligned(boxes, to)).map((place) => place.x)).toEqual(x);
  });

  it('have equal gaps between them when they are distributed', () => {
    // From 0 to 320 there are 160 of boxes, so 80 between one and the next.
    expect(Object.values(distributed(boxes, 'y')).map(({ y }) => y)).toEqual([0, 120, 300]);
  });
});
