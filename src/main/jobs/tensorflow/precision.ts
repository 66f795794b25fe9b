/**
 * Mixed precision as a rewriting of a trace's recorded nodes: products and convolutions compute in bfloat16 (float32
 * inside, rounded at the end), and what lies between two of them stays in bfloat16 where that loses nothing. Weights,
 * their sums of gradients, the optimizer, losses and everything else stay float32. A value is cast once, however many
 * nodes use it: a weight once a step.
 */
import { attribute, TYPE } from './binding.ts';
import type { NodeAttribute } from './graph-def.ts';

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** "name:output", or "^name" for an order alone. */
  readonly inputs: readonly string[];
  readonly attributes: readonly NodeAttribute[];
}

/** How an op of element type `T` computes in bfloat16. Its first output then is bfloat16, any other stays as it is. */
interface Narrow {
  /** The inputs of type `T`. */
  readonly inputs: readonly number[];
  /** Those that decide: the op is narrow where they already are. */
  readonly follows: readonly number[];
}

const product = (...inputs: number[]): Narrow => ({ inputs, follows: [] });
const follower = (follows: readonly number[], inputs = follows): Narrow => ({ inputs, follows });

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
  Transpose: follower([0]),
  Slice: follower([0]),
  StridedSlice: follower([0]),
  // Slopes are rounded; statistics are float32 inside and outside.
  LeakyRelu: follower([0]),
  LeakyReluGrad: follower([0, 1]),
  FusedBatchNormV3: follower([0]),
  FusedBatchNormGradV3: follower([0, 1]),
};

/**
 * The same nodes, bfloat16 where it belongs, with the casts between, which get names from `nextName`. Every node comes
 * after those that it uses.
 */
export function inBfloat16(nodes: readonly GraphNode[], nextName: () => string): readonly GraphNode[] {
  const written: GraphNode[] = [];
  /** Outputs that are bfloat16 now. */
  const narrowed = new Set<string>();
  const casts = new Map<string, string>();
  const cast = (output: string, from: 'float32' | 'bfloat16', to: 'float32' | 'bfloat16'): string => {
    const known = casts.get(output);
    if (known !== undefined) return known;
    const name = nextName();
    const attributes = [
      attribute.type('SrcT', from),
      attribute.type('DstT', to),
      attribute.bool('Truncate', false),
    ];
    written.push({ name, op: 'Cast', inputs: [output], attributes });
    casts.set(output, `${name}:0`);
    return `${name}:0`;
  };
  const narrow = (output: string): string =>
    narrowed.has(output) ? output : cast(output, 'float32', 'bfloat16');
  const wide = (output: string): string =>
    narrowed.has(output) ? cast(output, 'bfloat16', 'float32') : output;

  for (const node of nodes) {
    const form = isFloat32(node) ? NARROW[node.op] : undefined;
    if (!form?.follows.every((input) => narrowed.has(node.inputs[input]!))) {
      written.push({ ...node, inputs: node.inputs.map(wide) });
      continue;
    }
    written.push({
      ...node,
      inputs: node.inputs.map((input, i) => (form.inputs.includes(i) ? narrow(input) : wide(input))),
      attributes: node.attributes.map((each) => (each.name === 'T' ? attribute.type('T', 'bfloat16') : each)),
    });
    narrowed.add(`${node.name}:0`);
  }
  return written;
}

const isFloat32 = ({ attributes }: GraphNode): boolean =>
  attributes.some((each) => each.name === 'T' && 'value' in each && each.value === TYPE.float32);
