/** A fragment, which a composite layer is made of, as a network of its own: its ports are inputs and outputs. */
import { OUTER } from '../kinds/define.ts';
import type { Fragment, FragmentEnd, FragmentNode, LayerKind } from '../kinds/define.ts';
import type { Shape } from '../kinds/shape.ts';
import type { EdgeEnd, Network, NetworkNode } from './document.ts';

/** The node that stands for a port of the composite; no node of a fragment has a name with a colon. */
export const endName = (side: 'input' | 'output', port: string): string => `${side}:${port}`;

/** What problems call it. */
const ENDS = { input: 'Input', output: 'Output' } as const;

/** A node of the document for one of a fragment. */
export const nodeOfFragment = (
  { id, kind, params, trainable = true, weightsOf }: FragmentNode,
  position: NetworkNode['position'],
): NetworkNode => ({
  id,
  kind,
  name: id,
  params: { ...params },
  position,
  trainable,
  ...(weightsOf !== undefined && { weightsOf }),
});

export function networkOfFragment(
  { nodes, edges }: Fragment,
  { inputs, outputs }: Pick<LayerKind, 'inputs' | 'outputs'>,
  shapes: readonly Shape[],
): Network {
  const position = { x: 0, y: 0 };
  const end = (side: 'input' | 'output', port: string, params: NetworkNode['params']): NetworkNode => ({
    ...nodeOfFragment({ id: endName(side, port), kind: side, params }, position),
    name: ENDS[side],
  });
  const at = ({ node, port }: FragmentEnd, side: 'input' | 'output'): EdgeEnd =>
    node === OUTER
      ? { node: endName(side, port), port: side === 'input' ? 'output' : 'input' }
      : { node, port };
  return {
    id: 'fragment',
    name: 'fragment',
    nodes: [
      ...shapes.map((shape, i) => end('input', inputs[i]!.name, { shape })),
      ...nodes.map((node) => nodeOfFragment(node, position)),
      ...outputs.map(({ name }) => end('output', name, {})),
    ],
    edges: edges.map(({ from, to }, i) => ({ id: `e${i}`, from: at(from, 'input'), to: at(to, 'output') })),
  };
}
