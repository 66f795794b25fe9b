/** Branches that a layer joins, made alike: what the shorter one (a short cut past layers) lacks is put on it. */
import type { Shape } from '../kinds/shape.ts';
import { sameShape } from '../kinds/shape.ts';
import type { Fix } from '../words/problems.ts';
import type { Network, NetworkEdge, NetworkNode } from './document.ts';
import type { Edit } from './edits.ts';
import { edgesInto, insertOn, labelOf } from './fixes.ts';
import type { NewLayer } from './fixes.ts';
import { orderNetwork } from './order.ts';

interface Joined {
  readonly network: Network;
  readonly node: NetworkNode;
  readonly inputs: readonly Shape[];
}

/** `byLastAxis`: they may differ along it, as what Concatenate joins. */
export function matchBranches({ network, node, inputs }: Joined, byLastAxis: boolean): Fix | undefined {
  const edges = edgesInto(network, node);
  if (edges.length !== inputs.length || inputs.length < 2) return undefined;
  // The branch to keep: the longest way comes first. Another one where that cannot be matched.
  const depth = depths(network);
  const byLength = edges
    .map(({ from }, i) => ({ i, length: depth.get(from.node) ?? 0 }))
    .sort((a, b) => b.length - a.length || a.i - b.i);
  for (const { i: kept } of byLength) {
    const added = inputs.map((shape) =>
      matched(shape, byLastAxis ? [...inputs[kept]!.slice(0, -1), shape.at(-1)!] : inputs[kept]!),
    );
    const fix = put(network, edges, added);
    if (fix) return fix;
  }
  return byLastAxis
    ? put(
        network,
        edges,
        inputs.map((shape): NewLayer[] => (shape.length > 1 ? [{ kind: 'flatten' }] : [])),
      )
    : undefined;
}

/** The layers for each branch as one remedy; undefined where one has none. */
function put(
  network: Network,
  edges: readonly NetworkEdge[],
  added: readonly (readonly NewLayer[] | null)[],
): Fix | undefined {
  if (added.some((layers) => layers === null)) return undefined;
  const taken: string[] = [];
  const edits: Edit[] = [];
  const layers: string[] = [];
  let now = network;
  for (const [i, branch] of added.entries()) {
    if (branch!.length === 0) continue;
    const edge = now.edges.find(({ id }) => id === edges[i]!.id)!;
    const own = insertOn(now, edge, branch!, taken);
    edits.push(...own);
    layers.push(...branch!.map(({ kind }) => labelOf(kind)));
    now = reordered(now, own);
  }
  return { code: 'insert', facts: { layers }, edits };
}

/** The network's edges after these edits, whose order the next branch's own depend on. */
function reordered(network: Network, edits: readonly Edit[]): Network {
  let { edges } = network;
  for (const edit of edits) {
    if (edit.edit === 'remove-edges') edges = edges.filter(({ id }) => !edit.edges.includes(id));
    if (edit.edit === 'add-edge') edges = [...edges, edit.edge];
  }
  return { ...network, edges };
}

/** The layers that make one shape of another: a projection, steps over pixels too many, zeros around too few. */
function matched(from: Shape, to: Shape): readonly NewLayer[] | null {
  if (sameShape(from, to)) return [];
  if (from.length !== to.length || from.length < 1 || from.length > 3) return null;
  const sides = from.slice(0, -1);
  const goal = to.slice(0, -1);
  const [channels, wanted] = [from.at(-1)!, to.at(-1)!];
  if (sameShape(sides, goal)) return [project(from.length, wanted)];
  const strides = sides.map((side, axis) => Math.round(side / goal[axis]!));
  const steps = sides.every(
    (side, axis) => strides[axis]! >= 1 && Math.ceil(side / strides[axis]!) === goal[axis],
  );
  const axes = sides.length;
  if (steps && channels !== wanted)
    return [
      {
        kind: axes === 1 ? 'conv1D' : 'conv2D',
        params: { filters: wanted, kernelSize: sides.map(() => 1), strides, padding: 'same' },
      },
    ];
  if (steps)
    return [
      {
        kind: axes === 1 ? 'averagePooling1D' : 'averagePooling2D',
        params: { poolSize: strides, strides, padding: 'same' },
      },
    ];
  if (channels !== wanted || sides.some((side, axis) => side > goal[axis]!)) return null;
  const missing = sides.flatMap((side, axis) => {
    const before = Math.floor((goal[axis]! - side) / 2);
    return [before, goal[axis]! - side - before];
  });
  return missing.every((zeros) => zeros <= MOST_ZEROS)
    ? [{ kind: axes === 1 ? 'zeroPadding1D' : 'zeroPadding2D', params: { padding: missing } }]
    : null;
}

/** More zeros than this at a side are no remedy any more. */
const MOST_ZEROS = 8;

/** A learned projection to so many numbers at every place. */
const project = (rank: number, wanted: number): NewLayer =>
  rank === 3
    ? { kind: 'conv2D', params: { filters: wanted, kernelSize: [1, 1], padding: 'same' } }
    : { kind: 'dense', params: { units: wanted } };

/** By node: layers on the longest way to it from an input. */
function depths(network: Network): ReadonlyMap<string, number> {
  const depth = new Map<string, number>();
  for (const { id } of orderNetwork(network).order) {
    const before = network.edges.filter(({ to }) => to.node === id);
    depth.set(id, Math.max(-1, ...before.map(({ from }) => depth.get(from.node) ?? 0)) + 1);
  }
  return depth;
}
