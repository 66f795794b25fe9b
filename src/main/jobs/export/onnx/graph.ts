/**
 * An ONNX graph while it is written. Signals between layers are NHWC and ONNX' windows are NCHW, so mappings put
 * transposes around them; here they meet: a transpose of a transpose becomes one or none, one before a function of
 * each value moves behind it, one of a weight (and a new shape for it) is done at once. What no output needs is dropped in the end.
 */
import type { OnnxWriter, WeightValues } from '../../../../shared/kinds/define.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { sizeOf } from '../../../../shared/kinds/shape.ts';
import { finishGraph } from './finish.ts';

export type Attribute = number | string | readonly number[] | readonly string[];

export interface GraphNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}
export interface Initializer {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array | BigInt64Array;
}
export interface FinishedGraph {
  readonly nodes: readonly GraphNode[];
  readonly initializers: readonly Initializer[];
}

/** A value that the graph gives out, and the name it is given out under. */
export interface GraphOutput {
  readonly name: string;
  readonly value: string;
}

export interface GraphBuilder {
  addInput(name: string): void;
  /** The writer that a layer's mapping gets; values and weights are named after the layer. */
  writer(layer: string, weights: WeightValues): OnnxWriter;
  /** The graph that gives these values under these names. */
  finish(outputs: readonly GraphOutput[]): FinishedGraph;
}

/** Operations on each value by itself: an order of axes may pass them. */
const EACH_VALUE = new Set([
  'Relu',
  'LeakyRelu',
  'Elu',
  'Selu',
  'Erf',
  'Softplus',
  'Softsign',
  'Sigmoid',
  'HardSigmoid',
  'Tanh',
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Max',
  'Min',
]);

/** What is written so far. */
interface Draft {
  /** Each after all that feed it. */
  readonly nodes: GraphNode[];
  /** The node of each value that a node computes. */
  readonly producers: Map<string, GraphNode>;
  readonly initializers: Map<string, Initializer>;
  /** What a node computes, by all that says what it is: nothing is computed twice. */
  readonly same: Map<string, readonly string[]>;
  /** Names that stand for something. */
  readonly taken: Set<string>;
}

export function buildGraph(): GraphBuilder {
  const draft: Draft = {
    nodes: [],
    producers: new Map(),
    initializers: new Map(),
    same: new Map(),
    taken: new Set(),
  };
  return {
    addInput: (name) => void draft.taken.add(name),
    writer: (layer, weights) => writerOf(draft, layer, weights),
    finish: (outputs) => finishGraph(draft.nodes, [...draft.initializers.values()], outputs),
  };
}

const writerOf = (draft: Draft, layer: string, weights: WeightValues): OnnxWriter => ({
  node(op, inputs, attributes = {}) {
    if (op === 'Transpose')
      return transpose(draft, layer, inputs[0]!, attributes['perm'] as readonly number[]);
    const done = op === 'Reshape' ? reshapedWeight(draft, inputs) : null;
    if (done !== null) return done;
    const order = EACH_VALUE.has(op) ? sharedOrder(draft, inputs) : undefined;
    if (!order) return emit(draft, layer, op, inputs, attributes)[0]!;
    const sources = inputs.map((x) => (isNumber(draft, x) ? x : transposeOf(draft, x)!.source));
    return transpose(draft, layer, emit(draft, layer, op, sources, attributes)[0]!, order);
  },
  nodes: (op, inputs, outputs, attributes = {}) => emit(draft, layer, op, inputs, attributes, outputs),
  weight(name) {
    const own = weights[name];
    if (!own) throw new Error(`${layer} has no weight ${name}`);
    const key = `${layer}/${name}`;
    if (!draft.initializers.has(key)) keep(draft, key, own.shape, own.values);
    return key;
  },
  constant: (values, shape) => keep(draft, `${layer}/constant`, shape, values),
});

/** `base`, or with a number behind it where that is taken. */
function unique({ taken }: Draft, base: string): string {
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
  taken.add(name);
  return name;
}

/** Adds an initializer; answers its name. */
function keep(draft: Draft, base: string, shape: Shape, values: Initializer['values']): string {
  const name = unique(draft, base);
  draft.initializers.set(name, { name, shape, values });
  return name;
}

/** Adds a node with `count` outputs, unless one computes the same; answers the outputs' names. */
function emit(
  draft: Draft,
  layer: string,
  op: string,
  inputs: readonly string[],
  attributes: GraphNode['attributes'],
  count = 1,
): readonly string[] {
  const key = JSON.stringify([op, inputs, attributes, count]);
  const known = draft.same.get(key);
  if (known !== undefined) return known;
  const name = unique(draft, `${layer}/${op}`);
  const outputs =
    count === 1 ? [name] : Array.from({ length: count }, (_, i) => unique(draft, `${name}/${i}`));
  const node = { op, name, inputs, outputs, attributes };
  draft.nodes.push(node);
  for (const output of outputs) draft.producers.set(output, node);
  draft.same.set(key, outputs);
  return outputs;
}

/** The name of `x` with its axes in the order of `perm`: a weight's are moved at once, two transposes become one or none. */
function transpose(draft: Draft, layer: string, x: string, perm: readonly number[]): string {
  const weight = draft.initializers.get(x);
  if (weight) {
    const key = JSON.stringify(['Transpose', x, perm]);
    const known = draft.same.get(key);
    if (known !== undefined) return known[0]!;
    const name = keep(draft, `${x}/transposed`, ...transposed(weight, perm));
    draft.same.set(key, [name]);
    return name;
  }
  const before = transposeOf(draft, x);
  const whole = before ? perm.map((axis) => before.perm[axis]!) : perm;
  const source = before?.source ?? x;
  if (whole.every((axis, i) => axis === i)) return source;
  return emit(draft, layer, 'Transpose', [source], { perm: whole })[0]!;
}

/** The weight that a Reshape of these inputs gives; null where they are no weight and its whole shape. */
function reshapedWeight(draft: Draft, inputs: readonly string[]): string | null {
  const [weight, shape] = inputs.map((x) => draft.initializers.get(x));
  // A -1 would stand for what is left.
  return weight && shape && Array.from(shape.values, Number).every((n) => n > 0)
    ? keep(draft, `${weight.name}/reshaped`, Array.from(shape.values, Number), weight.values)
    : null;
}

/** What a value is the transpose of. */
function transposeOf(draft: Draft, x: string): { source: string; perm: readonly number[] } | undefined {
  const node = draft.producers.get(x);
  return node?.op === 'Transpose'
    ? { source: node.inputs[0]!, perm: node.attributes['perm'] as readonly number[] }
    : undefined;
}

/** The order of axes that all inputs have been brought to, numbers apart: one that may as well come after the op. */
function sharedOrder(draft: Draft, inputs: readonly string[]): readonly number[] | undefined {
  const orders = inputs.flatMap((x) => (isNumber(draft, x) ? [] : [transposeOf(draft, x)?.perm]));
  const [first] = orders;
  return first && orders.every((order) => order && String(order) === String(first)) ? first : undefined;
}

const isNumber = ({ initializers }: Draft, x: string): boolean => initializers.get(x)?.shape.length === 0;

/** A tensor with its axes in another order: shape and values. */
function transposed({ shape, values }: Initializer, perm: readonly number[]): [Shape, Initializer['values']] {
  const to = perm.map((axis) => shape[axis]!);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const steps = perm.map((axis) => strides[axis]!);
  const result = values.slice();
  const at = to.map(() => 0);
  let from = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = values[from]!;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      at[axis]!++;
      from += steps[axis]!;
      if (at[axis]! < to[axis]!) break;
      from -= steps[axis]! * to[axis]!;
      at[axis] = 0;
    }
  }
  return [to, result];
}
