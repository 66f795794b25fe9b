/** Networks drawn from a list of layers: what the starter projects are written in. */
import { defaults } from '../kinds/params.ts';
import { layerOf } from '../kinds/layers/index.ts';
import type { EdgeEnd, Network, NetworkEdge, NetworkNode } from './document.ts';

/** A layer after the one before it in the list, unless it says where its ports are fed from. */
export interface Step {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What others call it by; what `from` names. */
  readonly as?: string;
  /** By port: the layer, as `as` names it, and its port after a dot where it is not the first. */
  readonly from?: Readonly<Record<string, string>>;
  /** Columns of the drawing to the right of the first. */
  readonly lane?: number;
}

export const step = (
  kind: string,
  params: Step['params'] = {},
  more: Omit<Step, 'kind' | 'params'> = {},
): Step => ({ kind, params, ...more });

export const input = (
  shape: readonly number[],
  normalise: 'none' | 'unit' | 'symmetric' | 'standard',
  more: Omit<Step, 'kind' | 'params'> = {},
): Step => step('input', { shape, normalise }, more);
export const dense = (units: number, activation = 'linear', more: Omit<Step, 'kind' | 'params'> = {}): Step =>
  step('dense', { units, activation }, more);
export const OUTPUT: Step = step('output');
/** Of a number: learned in deviations from its mean. */
export const NUMBER_OUTPUT: Step = step('output', { normalise: 'standard' });

/** Pixels from one layer to the next below it (a node and room for the shape on the edge), and to the next lane. */
const SPACING = 88;
const LANE = 272;

interface Place {
  readonly id: string;
  readonly name: string;
}

/**
 * The network of these steps, from top to bottom; names are the kinds' labels, numbered where there are several. Ids of
 * nodes are told apart from those of a project's other networks by `prefix`.
 */
export function draw({ id, name }: Place, steps: readonly Step[], prefix = ''): Network {
  const seen = new Map<string, number>();
  const called = new Map<string, NetworkNode>();
  const nodes: NetworkNode[] = [];
  const edges: NetworkEdge[] = [];
  for (const each of steps) {
    const kind = layerOf(each.kind);
    if (!kind) throw new Error(`The starter network uses an unknown layer: ${each.kind}`);
    const count = (seen.get(each.kind) ?? 0) + 1;
    seen.set(each.kind, count);
    const before = nodes.at(-1);
    const [first] = kind.inputs;
    const sources = each.from
      ? Object.entries(each.from).map(([port, end]) => ({ port, from: endCalled(called, end) }))
      : before && first
        ? [{ port: first.name, from: firstEnd(before) }]
        : [];
    const behind = sources.map(({ from }) => nodes.find((node) => node.id === from.node)!.position.y);
    const node: NetworkNode = {
      id: `${prefix}${each.kind}-${count}`,
      kind: each.kind,
      name: count === 1 ? kind.label : `${kind.label} ${count}`,
      params: { ...defaults(kind.params), ...each.params },
      position: { x: (each.lane ?? 0) * LANE, y: Math.max(-SPACING, ...behind) + SPACING },
      trainable: true,
    };
    for (const { port, from } of sources)
      edges.push({ id: `${prefix}edge-${edges.length + 1}`, from, to: { node: node.id, port } });
    nodes.push(node);
    if (each.as !== undefined) called.set(each.as, node);
  }
  return { id, name, nodes, edges };
}

const firstEnd = (node: NetworkNode): EdgeEnd => ({
  node: node.id,
  port: layerOf(node.kind)!.outputs[0]!.name,
});

function endCalled(called: ReadonlyMap<string, NetworkNode>, end: string): EdgeEnd {
  const [name, port] = end.split('.');
  const node = called.get(name!);
  if (!node) throw new Error(`The starter network has no layer that is called ${name}`);
  return port === undefined ? firstEnd(node) : { node: node.id, port };
}
