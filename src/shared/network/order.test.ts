import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Network } from './document.ts';
import { closesLoop, orderNetwork } from './order.ts';

/** A network of `count` nodes with an edge for each pair of indices. */
function network(count: number, pairs: readonly (readonly [number, number])[]): Network {
  return {
    id: 'network',
    name: 'Network',
    nodes: Array.from({ length: count }, (_, i) => ({
      id: `n${i}`,
      kind: 'dense',
      name: `n${i}`,
      params: {},
      position: { x: 0, y: 0 },
      trainable: true,
    })),
    edges: pairs.map(([from, to], i) => ({
      id: `e${i}`,
      from: { node: `n${from}`, port: 'out' },
      to: { node: `n${to}`, port: 'in' },
    })),
  };
}

const pairs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 });

describe('orderNetwork', () => {
  test('puts every node after all that feed it', () => {
    fc.assert(
      fc.property(pairs, (drawn) => {
        // Edges from lower to higher index only: no loop, whatever the order of the nodes.
        const forward = drawn.filter(([from, to]) => from < to);
        const { order, looped } = orderNetwork(network(10, forward));
        const place = new Map(order.map(({ id }, i) => [id, i]));
        expect(looped).toEqual([]);
        expect(order).toHaveLength(10);
        for (const [from, to] of forward) expect(place.get(`n${from}`)!).toBeLessThan(place.get(`n${to}`)!);
      }),
    );
  });

  test('names the nodes of a loop and those behind it, and orders the rest', () => {
    const { order, looped } = orderNetwork(network(5, [[0, 1], [1, 2], [2, 1], [2, 3]])); // prettier-ignore
    expect(order.map(({ id }) => id)).toEqual(['n0', 'n4']);
    expect(looped).toEqual(['n1', 'n2', 'n3']);
  });
});

describe('closesLoop', () => {
  test('is true exactly where the edge would leave a loop', () => {
    fc.assert(
      fc.property(pairs, fc.nat(9), fc.nat(9), (drawn, from, to) => {
        const forward = drawn.filter(([a, b]) => a < b);
        const after = orderNetwork(network(10, [...forward, [from, to]]));
        expect(closesLoop(network(10, forward), `n${from}`, `n${to}`)).toBe(after.looped.length > 0);
      }),
    );
  });
});
