/** Whether a layer would be right at a place, tried out on a small network of its own. */
import type { AnyLayer } from '../kinds/define.ts';
import { layerOf } from '../kinds/layers/index.ts';
import { defaults } from '../kinds/params.ts';
import type { Shape } from '../kinds/shape.ts';
import type { EdgeEnd, NetworkEdge, NetworkNode } from './document.ts';
import { inferNetwork } from './infer.ts';

const trial = (id: string, kind: string, params: NetworkNode['params']): NetworkNode => ({
  id,
  kind,
  name: id,
  params: { ...params },
  position: { x: 0, y: 0 },
  trainable: true,
});

/** The ports that so many signals go into, in order; null where the kind takes another number of them. */
export function portsFor({ inputs }: Pick<AnyLayer, 'inputs'>, signals: number): readonly string[] | null {
  const [first] = inputs;
  if (inputs.length === 1 && first!.many && signals > 0) return Array(signals).fill(first!.name) as string[];
  const wanted = inputs.filter((port) => !port.optional).length;
  return signals < wanted || signals > inputs.length
    ? null
    : inputs.slice(0, signals).map((port) => port.name);
}

/** The end of an edge that a layer's output would go to. */
export interface Next {
  readonly node: NetworkNode;
  readonly port: string;
}

/**
 * True if a layer of this kind takes signals of these shapes, and what is behind it takes what it gives. What is behind
 * is tried only where it has no other input, whose shape would have to be known too.
 */
export function suits(
  kind: AnyLayer,
  shapes: readonly Shape[],
  next: Next | null = null,
  params: NetworkNode['params'] = defaults(kind.params),
): boolean {
  const ports = portsFor(kind, shapes.length);
  if (!ports || (next && kind.outputs.length === 0)) return false;
  const nodes = shapes.map((shape, i) => trial(`in${i}`, 'input', { shape, normalise: 'none' }));
  const edges = ports.map((port, i) => edge({ node: `in${i}`, port: 'output' }, { node: 'trial', port }));
  nodes.push(trial('trial', kind.kind, params));
  if (next && layerOf(next.node.kind)?.inputs.length === 1) {
    nodes.push(trial('next', next.node.kind, next.node.params));
    const from = { node: 'trial', port: kind.outputs[0]!.name };
    edges.push(edge(from, { node: 'next', port: next.port }));
  }
  return inferNetwork({ id: 'trial', name: 'trial', nodes, edges }).problems.length === 0;
}

const edge = (from: EdgeEnd, to: EdgeEnd): NetworkEdge => ({ id: `${from.node}-${to.node}`, from, to });
