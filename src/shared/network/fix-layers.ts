/** A one-click remedy for what a layer says of its inputs, where there is an obvious one. */
import { layerOf } from '../kinds/layers/index.ts';
import type { Shape } from '../kinds/shape.ts';
import { sizeOf } from '../kinds/shape.ts';
import { named, wanted } from '../words/problems.ts';
import type { Fix, Misfit, ProblemFacts } from '../words/problems.ts';
import type { Network, NetworkNode } from './document.ts';
import { matchBranches } from './fix-branches.ts';
import { beforeOf, insertBefore, newEdge, removeEdges, removeLayer, setParam } from './fixes.ts';
import type { NewLayer } from './fixes.ts';
import { closesLoop } from './order.ts';

/** What a remedy is found by. */
export interface Misfitting {
  readonly network: Network;
  readonly node: NetworkNode;
  /** Checked, with defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Shape[];
  /** What a node before it takes, where it takes one thing. */
  takenBy(node: NetworkNode): Shape | undefined;
}

export function fixFor(of: Misfitting, misfit: Misfit): Fix | undefined {
  const { network, node, params, inputs } = of;
  const set = (param: string, value: unknown): Fix => setParam(network, node, param, value);
  const sizes = (param: string): readonly number[] => params[param] as readonly number[];
  switch (misfit.code) {
    case 'rank-wrong':
      return fixRank(of, misfit.facts);
    case 'shapes-differ':
      return matchBranches(of, misfit.facts.axis !== undefined);
    case 'needs-two-inputs':
      return connectEnd(network, node) ?? removeLayer(network, node);
    case 'window-too-large':
      return 'padding' in params ? set('padding', 'same') : undefined;
    case 'axis-missing':
      return Array.isArray(params['sharedAxes'])
        ? set(
            'sharedAxes',
            sizes('sharedAxes').filter((axis) => axis <= misfit.facts.shape.length),
          )
        : undefined;
    case 'products-differ':
      return fixAxes(set, inputs);
    case 'groups-uneven':
      return set('groups', largestDivisor(misfit.facts.channels, misfit.facts.groups));
    case 'crop-too-large': {
      const { size, shape } = misfit.facts;
      const fits = size.map((length, axis) => Math.min(length, shape[axis]!));
      const edits = (['height', 'width'] as const).flatMap((param, i) => set(param, fits[i]).edits);
      return { code: 'set', facts: { param: named.size, value: fits.join(' × ') }, edits };
    }
    case 'state-missing':
      return fixState(network, node);
    case 'state-differs': {
      const [width] = misfit.facts.shape;
      return params['direction'] !== 'both' && misfit.facts.shape.length === 1 && inputs.length === 2
        ? set('units', width)
        : undefined;
    }
    case 'strides-with-dilation':
      return set(
        'dilation',
        sizes('dilation').map(() => 1),
      );
    case 'strides-unequal':
      return set(
        'strides',
        sizes('strides').map(() => Math.max(...sizes('strides'))),
      );
    case 'cropped-away':
      return set(
        'cropping',
        sizes('cropping').map(() => 0),
      );
    case 'reshape-size':
      return set('targetShape', nearestShape(misfit.facts.target, sizeOf(misfit.facts.shape)));
    case 'axes-not-each-once': {
      const order = misfit.facts.shape.map((_, axis) => axis + 1);
      return order.length > 0 ? set('dims', [...order.slice(1, 2), 1, ...order.slice(2)]) : undefined;
    }
    default:
      return undefined;
  }
}

/** A flat picture has so many numbers at most before a Dense layer behind it is asked to be enormous. */
const LARGEST_FLAT = 50_000;

function fixRank(of: Misfitting, facts: ProblemFacts['rank-wrong']): Fix | undefined {
  const { network, node, inputs } = of;
  if (inputs.length !== 1) return undefined;
  const before = beforeOf(network, node);
  const { shape, wants } = facts;
  const sequences = before?.params['returnSequences'];
  if (before && sequences === false && wants === wanted.sequence)
    return setParam(network, before, 'returnSequences', true);
  if (before && sequences === true && wants === wanted.row)
    return setParam(network, before, 'returnSequences', false);
  // What was flattened too early comes as the picture that it is.
  if (before?.kind === 'flatten' && wants === wanted.image && of.takenBy(before)?.length === 3)
    return removeLayer(network, before);
  const added = layerFor(shape, wants, layerOf(node.kind)?.group === 'attention');
  return added && insertBefore(network, node, [added]);
}

/** The layer that makes what is wanted of a shape; undefined where none does so without a guess. */
function layerFor(shape: Shape, wants: string, attention: boolean): NewLayer | undefined {
  const reshape = (targetShape: Shape): NewLayer => ({ kind: 'reshape', params: { targetShape } });
  const [first = 1, second = 1, third = 1] = shape;
  if (shape.length === 0) return wants === wanted.image ? undefined : reshape(scalarAs[wants] ?? [1]);
  switch (wants) {
    case wanted.row:
    case wanted.features:
      return sizeOf(shape) > LARGEST_FLAT && shape.length === 3
        ? { kind: 'globalAveragePooling2D' }
        : { kind: 'flatten' };
    case wanted.sequence:
      if (shape.length === 1) return reshape([first, 1]);
      // A picture as rows, or to attention as pixels.
      return shape.length === 3
        ? reshape(attention ? [first * second, third] : [first, second * third])
        : undefined;
    case wanted.image: {
      if (shape.length === 2) return reshape([first, second, 1]);
      const channels = shape.length === 1 && [1, 3, 4].find((n) => Number.isInteger(Math.sqrt(first / n)));
      if (!channels) return undefined;
      const side = Math.sqrt(first / channels);
      return reshape([side, side, channels]);
    }
    case wanted.volume:
      return shape.length === 3 ? reshape([first, second, third, 1]) : undefined;
    default:
      return undefined;
  }
}

const scalarAs: Readonly<Record<string, Shape>> = {
  [wanted.sequence]: [1, 1],
  [wanted.volume]: [1, 1, 1, 1],
};

/** Axes along which the two inputs are of one length, the last ones first. */
function fixAxes(
  set: (param: string, value: unknown) => Fix,
  [first = [], second = []]: readonly Shape[],
): Fix | undefined {
  for (let i = first.length; i >= 1; i--) {
    for (let j = second.length; j >= 1; j--) {
      if (first[i - 1] === second[j - 1]) return set('axes', [i, j]);
    }
  }
  return undefined;
}

function largestDivisor(of: number, most: number): number {
  for (let n = Math.min(most, of); n > 1; n--) if (of % n === 0) return n;
  return 1;
}

/** A recurrent layer's state comes with its cell: from the same layer where that gives one, else not at all. */
function fixState(network: Network, node: NetworkNode): Fix | undefined {
  const given = network.edges.find(({ to }) => to.node === node.id && to.port === 'state');
  const from = given && network.nodes.find(({ id }) => id === given.from.node);
  if (!given || !from) return undefined;
  const hasCell = layerOf(from.kind)?.outputs.some(({ name }) => name === 'cell');
  if (!hasCell || given.from.port !== 'state') return removeEdges(network, [given]);
  const end = (id: string) => ({ node: id, port: 'cell' });
  return {
    code: 'connect',
    facts: { from: from.name },
    edits: [newEdge(network, end(from.id), end(node.id))],
  };
}

/** The target with one of its sides open, so that it takes whatever is left; all in one row where none divides it. */
function nearestShape(target: Shape, size: number): Shape {
  const closed = target.map((n) => (n === -1 ? 1 : n));
  const open = closed.findIndex((_, at) => size % sizeOf(closed.filter((_side, i) => i !== at)) === 0);
  return open < 0 ? [size] : closed.map((n, i) => (i === open ? -1 : n));
}

/** Joins the one layer whose output nothing takes yet. */
export function connectEnd(
  network: Network,
  node: NetworkNode,
  port = layerOf(node.kind)?.inputs[0]?.name,
): Fix | undefined {
  const leads = new Set(network.edges.map(({ from }) => from.node));
  const open = network.nodes.filter(
    ({ id, kind }) =>
      id !== node.id &&
      !leads.has(id) &&
      (layerOf(kind)?.outputs.length ?? 0) > 0 &&
      !closesLoop(network, id, node.id),
  );
  const [from] = open;
  if (!from || open.length > 1 || port === undefined) return undefined;
  const end = { node: from.id, port: layerOf(from.kind)!.outputs[0]!.name };
  return {
    code: 'connect',
    facts: { from: from.name },
    edits: [newEdge(network, end, { node: node.id, port })],
  };
}
