/**
 * Mixed precision as a rewriting of a trace's recorded nodes: products and convolutions compute in bfloat16 (float32
 * inside, rounded at the end), and what lies between two of them stays in bfloat16 where that loses nothing. Weights,
 * their sums of gradients, the optimizer, losses and everything else stay float32. A value is cast once, however many
 * nodes use it: a weight once a step.
 */
import { attribute, TYPE } from './binding.ts';
import type { GraphNode } from './graph-nodes.ts';

/** How an op of element type `T` computes in bfloat16. */
interface Narrow {
  /** The inputs of type `T`, given how many the op has. */
  inputs(count: number): readonly number[];
  /** Those that decide: the op is narrow where they already are. */
  follows(count: number): readonly number[];
  /** Its outputs that are bfloat16 then; the others stay as they are. */
  readonly outputs: 'first' | 'all';
}

const product = (...inputs: number[]): Narrow => ({
  inputs: () => inputs,
  follows: () => [],
  outputs: 'first',
});
const follower = (follows: readonly number[], inputs = follows): Narrow => ({
  inputs: () => inputs,
  follows: () => follows,
  outputs: 'first',
});
/** One value cut into several. */
const cut: Narrow = { ...follower([0]), outputs: 'all' };
/** Several values joined to one; the last `others` inputs say how. */
const joined = (others: number): Narrow => {
  const values = (count: number): readonly number[] => Array.from({ length: count - others }, (_, i) => i);
  return { inputs: values, follows: values, outputs: 'first' };
};

/**
 * Not here on purpose: BiasAddGrad, which sums in bfloat16 on the CPU (measured: wrong by a quarter over 37,000 rows);
 * depthwise convolutions, whose gradients do the same; functions with a curve, whose results round twice.
 */
const NARROW: Readonly<Record<string, Narrow>> = {
  MatMul: product(0, 1),
  BatchMatMulV2: product(0, 1),
  Conv2D: product(0, 1),
  Conv2DBackpropInput: product(1, 2),
  Conv2DBackpropFilter: product(0, 2),
  // One more rounding, of a sum that the next product would round as well; TensorFlow fuses it with the product.
  BiasAdd: follower([0], [0, 1]),
  // These choose or move values: bfloat16 in, the same bfloat16 out.
  Relu: follower([0]),
  ReluGrad: follower([0, 1]),
  MaxPool: follower([0]),
  MaxPoolGrad: follower([0, 1, 2]),
  Reshape: follower([0]),
  // With a value of its own, which it puts around.
  PadV2: follower([0], [0, 2]),
  Transpose: follower([0]),
  Slice: follower([0]),
  StridedSlice: follower([0]),
  Unpack: cut,
  SplitV: cut,
  Pack: joined(0),
  ConcatV2: joined(1),
  // Slopes are rounded; statistics are float32 inside and outside.
  LeakyRelu: follower([0]),
  LeakyReluGrad: follower([0, 1]),
  FusedBatchNormV3: follower([0]),
  FusedBatchNormGradV3: follower([0, 1]),
};

/** Those with one output that only move values, so that it does not matter whether they come before a cast or after. */
const MOVES: ReadonlySet<string> = new Set([
  'Reshape',
  'Transpose',
  'Slice',
  'StridedSlice',
  'PadV2',
  'ConcatV2',
]);

/**
 * The same nodes, bfloat16 where it belongs, with the casts between, named by `nameOf` after what they cast. Every node comes
 * after those that it uses.
 */
export function inBfloat16(
  nodes: readonly GraphNode[],
  nameOf: (output: string) => string,
): readonly GraphNode[] {
  const written: GraphNode[] = [];
  /** Outputs that are bfloat16 now; where all of a node's are, its name. */
  const narrowed = new Set<string>();
  const casts = new Map<string, string>();
  /** Nodes that move float32 values, by their output. */
  const moves = new Map<string, GraphNode>();
  const cast = (output: string, from: 'float32' | 'bfloat16', to: 'float32' | 'bfloat16'): string => {
    const known = casts.get(output);
    if (known !== undefined) return known;
    const name = nameOf(output);
    const attributes = [
      attribute.type('SrcT', from),
      attribute.type('DstT', to),
      attribute.bool('Truncate', false),
    ];
    written.push({ name, op: 'Cast', inputs: [output], attributes });
    casts.set(output, `${name}:0`);
    return `${name}:0`;
  };
  const isNarrow = (output: string): boolean => narrowed.has(output) || narrowed.has(nodeOf(output));
  /** Whether some of a value is there in bfloat16 already. */
  const partlyNarrow = (output: string): boolean => {
    const move = moves.get(output);
    return casts.has(output) || (move !== undefined && valuesOf(move).some(partlyNarrow));
  };
  const narrow = (output: string): string => {
    if (isNarrow(output)) return output;
    const move = moves.get(output);
    // What a step of a loop has cast is not cast again with that of all steps.
    if (casts.has(output) || !move || !valuesOf(move).some(partlyNarrow))
      return cast(output, 'float32', 'bfloat16');
    const name = nameOf(output);
    written.push(inType({ ...move, name }, narrow, (input) => input));
    casts.set(output, `${name}:0`);
    return `${name}:0`;
  };
  const wide = (output: string): string => (isNarrow(output) ? cast(output, 'bfloat16', 'float32') : output);

  for (const node of nodes) {
    const form = isFloat32(node) ? NARROW[node.op] : undefined;
    if (!form?.follows(node.inputs.length).every((input) => isNarrow(node.inputs[input]!))) {
      const same = { ...node, inputs: node.inputs.map(wide) };
      written.push(same);
      if (form && MOVES.has(node.op)) moves.set(`${node.name}:0`, same);
      continue;
    }
    written.push(inType(node, narrow, wide));
    narrowed.add(form.outputs === 'all' ? node.name : `${node.name}:0`);
  }
  return written;
}

/** The node in bfloat16, its values as `narrow` gives them, its other inputs as `wide` does. */
function inType(
  node: GraphNode,
  narrow: (output: string) => string,
  wide: (output: string) => string,
): GraphNode {
  const inputs = NARROW[node.op]!.inputs(node.inputs.length);
  return {
    ...node,
    inputs: node.inputs.map((input, i) => (inputs.includes(i) ? narrow(input) : wide(input))),
    attributes: node.attributes.map((each) => (each.name === 'T' ? attribute.type('T', 'bfloat16') : each)),
  };
}

const nodeOf = (output: string): string => output.slice(0, output.lastIndexOf(':'));
const valuesOf = ({ op, inputs }: GraphNode): readonly string[] =>
  NARROW[op]!.follows(inputs.length).map((i) => inputs[i]!);
const isFloat32 = ({ attributes }: GraphNode): boolean =>
  attributes.some((each) => each.name === 'T' && 'value' in each && each.value === TYPE.float32);
