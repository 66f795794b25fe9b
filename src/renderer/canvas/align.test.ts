import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALIGNMENTS, aligned, distributed } from './align.ts';

const places = fc
  .array(fc.record({ x: fc.integer({ min: -999, max: 999 }), y: fc.integer({ min: -999, max: 999 }) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((points) => points.map((position, i) => ({ id: `n${i}`, position })));

describe('aligning', () => {
  it('puts all on one line within where they were, and moves them along one axis only', () => {
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
        for (const { id, position } of nodes) expect(after[id]![other]).toBe(position[other]);
        expect(
          aligned(
            nodes.map(({ id }) => ({ id, position: after[id]! })),
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
      { id: 'a', position: { x: 0, y: 0 } },
      { id: 'b', position: { x: 100, y: 40 } },
    ];
    expect(aligned(nodes, to)).toEqual({ a: { x, y: 0 }, b: { x, y: 40 } });
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
