import { describe, expect, it } from 'vitest';
import type { NetworkEdge, NetworkNode } from '../../shared/network/document.ts';
import { FIRST_STEP, MANY_NODES, nextMounts, NO_MOUNTS, STEP, STEP_MOVING } from './mounts.ts';
import type { Mounts, View } from './mounts.ts';

const FIRST = { coming: FIRST_STEP, going: 0 };
const COLUMNS = 10;
const node = (i: number): NetworkNode => ({
  id: `n${i}`,
  kind: 'dense',
  name: `n${i}`,
  params: {},
  trainable: true,
  position: { x: (i % COLUMNS) * 264, y: Math.floor(i / COLUMNS) * 88 },
});
const nodes = (count: number): NetworkNode[] => Array.from({ length: count }, (_, i) => node(i));
const edge = (from: number, to: number): NetworkEdge => ({
  id: `${from}-${to}`,
  from: { node: `n${from}`, port: 'output' },
  to: { node: `n${to}`, port: 'input' },
});
const view = (x: number, y: number, zoom: number): View => ({
  x,
  y,
  width: 900 / zoom,
  height: 800 / zoom,
  zoom,
});

function settle(
  network: { nodes: NetworkNode[]; edges: NetworkEdge[] },
  at: View,
  from: Mounts = NO_MOUNTS,
): { mounts: Mounts; steps: number } {
  let mounts = from;
  for (let steps = 1; steps < 1000; steps++) {
    mounts = nextMounts(network, at, mounts, STEP);
    if (mounts.settled) return { mounts, steps };
  }
  throw new Error('It never settles');
}

describe('which layers are elements', () => {
  it('makes all of a small network, wherever it lies, a few in each step', () => {
    const network = { nodes: nodes(MANY_NODES), edges: [] };
    const first = nextMounts(network, view(0, 0, 1), NO_MOUNTS, FIRST);
    expect(first.ids.size).toBe(FIRST_STEP);
    expect(nextMounts(network, view(0, 0, 1), first, STEP).ids.size).toBe(FIRST_STEP + STEP.coming);
    expect(nextMounts(network, view(0, 0, 1), first, STEP_MOVING).ids.size).toBe(FIRST_STEP + 1);
    const { mounts } = settle(network, view(90000, 0, 1));
    expect(mounts.ids.size).toBe(MANY_NODES);
    expect(mounts.complete).toBe(true);
  });

  it('drops nothing in the frames of a gesture, and what is far when it has ended', () => {
    const network = { nodes: nodes(1000), edges: [] };
    let { mounts } = settle(network, view(0, 0, 1));
    const before = [...mounts.ids];
    const far = view(0, 5000, 1);
    for (let frame = 0; frame < 200; frame++) mounts = nextMounts(network, far, mounts, STEP_MOVING);
    expect([...mounts.ids]).toEqual(expect.arrayContaining(before));
    expect(mounts.complete).toBe(true);
    expect(mounts.settled).toBe(false);
    // Nothing is left to change: what is drawn is not looked at again.
    expect(nextMounts(network, far, mounts, STEP_MOVING)).toBe(mounts);
    expect(settle(network, far, mounts).mounts.ids).toEqual(settle(network, far).mounts.ids);
  });

  it('makes of a large one what is in view first, then what is near; and drops what is far, in steps', () => {
    const network = { nodes: nodes(1000), edges: [] };
    const at = view(0, 0, 1);
    const first = nextMounts(network, at, NO_MOUNTS, FIRST);
    expect([...first.ids]).toContain('n22');
    const { mounts } = settle(network, at);
    expect(mounts.complete).toBe(true);
    expect(mounts.ids.has('n0')).toBe(true);
    expect(mounts.ids.has('n500')).toBe(false);

    const elsewhere = view(0, 50 * 88, 1);
    const next = nextMounts(network, elsewhere, mounts, STEP);
    expect(next.complete).toBe(false);
    expect([...mounts.ids].filter((id) => !next.ids.has(id)).length).toBeLessThanOrEqual(STEP.going);
    const moved = settle(network, elsewhere, mounts).mounts;
    expect(moved.complete).toBe(true);
    expect(moved.ids.has('n0')).toBe(false);
    expect(moved.ids.has('n500')).toBe(true);
  });

  it('makes both ends of an edge that crosses the view', () => {
    const network = { nodes: nodes(1000), edges: [edge(0, 909), edge(990, 999)] };
    const { mounts } = settle(network, view(0, 300, 1));
    expect(mounts.ids.has('n909')).toBe(true);
    expect(mounts.ids.has('n999')).toBe(false);
  });

  it('makes none of a crowd, and stays so until clearly fewer are in view', () => {
    const network = { nodes: nodes(1000), edges: [] };
    const whole = settle(network, view(0, 0, 0.2)).mounts;
    expect(whole.crowded).toBe(true);
    expect(whole.complete).toBe(false);
    expect(whole.ids.size).toBe(0);
    // About 130 in view: a crowd for whom it was one, none for whom it was not.
    const between = view(0, 0, 0.6);
    const inView = 13 * 10;
    const some = { ...between, height: (inView / 10) * 88 - 40, width: 2640 };
    expect(settle(network, some, whole).mounts.crowded).toBe(true);
    expect(settle(network, some).mounts.crowded).toBe(false);
    expect(settle(network, view(0, 0, 1), whole).mounts.crowded).toBe(false);
  });

  it('gives the same object while nothing changes, and forgets layers that are gone', () => {
    const network = { nodes: nodes(1000), edges: [] };
    const { mounts } = settle(network, view(0, 0, 1));
    expect(nextMounts(network, view(10, 10, 1), mounts, STEP)).toBe(mounts);
    const without = { nodes: network.nodes.slice(1), edges: [] };
    expect(nextMounts(without, view(0, 0, 1), mounts, STEP).ids.has('n0')).toBe(false);
  });
});
