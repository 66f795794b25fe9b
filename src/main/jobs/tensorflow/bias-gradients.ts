/**
 * Keeps TensorFlow from giving a bias another convolution's gradient. On a CPU its oneDNN pass (mkl_layout_pass.cc) makes
 * one op of a Conv2DBackpropFilter and a BiasAddGrad that read the same node, whichever of the node's outputs they read.
 * Where a SplitV cuts the gradients of convolutions side by side, it pairs them in the order of addresses in memory: right
 * in most sessions, wrong in some.
 *
 * So whatever a Conv2DBackpropFilter reads as its gradient comes from a node of one output: a Snapshot, which hands on
 * what it alone reads without a copy. TensorFlow's other passes take out an Identity or a Reshape, but no Snapshot.
 */
import type { GraphNode } from './precision.ts';

const FILTER = 'Conv2DBackpropFilter';
const gradientOf = ({ inputs }: GraphNode): string => inputs[2]!;

/** The same nodes with Snapshots between, each named by the output that it takes. Every node comes after those it uses. */
export function withOwnGradients(
  nodes: readonly GraphNode[],
  nameOf: (output: string) => string,
): readonly GraphNode[] {
  const filters = nodes.filter(({ op }) => op === FILTER);
  const types = new Map(
    filters.map((node) => [gradientOf(node), node.attributes.filter(({ name }) => name === 'T')] as const),
  );
  const written: GraphNode[] = [];
  const snapshots = new Map<string, string>();
  const own = (output: string): string => {
    const attributes = types.get(output);
    if (!attributes) return output;
    const known = snapshots.get(output);
    if (known !== undefined) return known;
    const name = nameOf(output);
    written.push({ name, op: 'Snapshot', inputs: [output], attributes });
    snapshots.set(output, `${name}:0`);
    return `${name}:0`;
  };
  for (const node of nodes) {
    const inputs = node.inputs.map(own);
    written.push({ ...node, inputs });
  }
  return written;
}
