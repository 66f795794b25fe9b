/**
 * An ONNX graph while it is written. Signals between layers are NHWC and ONNX' windows are NCHW, so mappings put
 * transposes around them; here they meet: a transpose of a transpose becomes one or none, one before a function of
 * each value moves behind it, one of a weight (and a new shape for it) is done at once. What no output needs is dropped in the end.
 */
import type { OnnxWriter, WeightValues } from '../../../../shared/kinds/define.ts';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { sizeOf } from '../../../../shared/kinds/shape.ts';

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

export interface GraphBuilder {
  addInput(name: string): void;
  /** The writer that a layer's mapping gets; values and weights are named after the layer. */
  writer(layer: string, weights: WeightValues): OnnxWriter;
  /** The graph that gives these values under these names. */
  finish(outputs: readonly { readonly name: string; readonly value: string }[]): FinishedGraph;
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

export function buildGraph(): GraphBuilder {
  const nodes: GraphNode[] = [];
  const producers = new Map<string, GraphNode>();
  const initializers = new Map<string, Initializer>();
  const same = new Map<string, readonly string[]>();
  const taken = new Set<string>();

  const unique = (base: string): string => {
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
    taken.add(name);
    return name;
  };
  const keep = (base: string, shape: Shape, values: Initializer['values']): string => {
    const name = unique(base);
    initializers.set(name, { name, shape, values });
    return name;
  };

  const emit = (
    layer: string,
    op: string,
    inputs: readonly string[],
    attributes: GraphNode['attributes'],
    count = 1,
  ): readonly string[] => {
    const key = JSON.stringify([op, inputs, attributes, count]);
    const known = same.get(key);
    if (known !== undefined) return known;
    const name = unique(`${layer}/${op}`);
    const outputs = count === 1 ? [name] : Array.from({ length: count }, (_, i) => unique(`${name}/${i}`));
    const node = { op, name, inputs, outputs, attributes };
    nodes.push(node);
    for (const output of outputs) producers.set(output, node);
    same.set(key, outputs);
    return outputs;
  };

  const transpose = (layer: string, x: string, perm: readonly number[]): string => {
    const weight = initializers.get(x);
    if (weight) {
      const key = JSON.stringify(['Transpose', x, perm]);
      const known = same.get(key);
      if (known !== undefined) return known[0]!;
      const name = keep(`${x}/transposed`, ...transposed(weight, perm));
      same.set(key, [name]);
      return name;
    }
    const before = transposeOf(x);
    const whole = before ? perm.map((axis) => before.perm[axis]!) : perm;
    const source = before?.source ?? x;
    if (whole.every((axis, i) => axis === i)) return source;
    return emit(layer, 'Transpose', [source], { perm: whole })[0]!;
  };

  /** A weight in another shape, or null where this is none. */
  const reshaped = (inputs: readonly string[]): string | null => {
    const [weight, shape] = inputs.map((x) => initializers.get(x));
    // A -1 would stand for what is left.
    return weight && shape && Array.from(shape.values, Number).every((n) => n > 0)
      ? keep(`${weight.name}/reshaped`, Array.from(shape.values, Number), weight.values)
      : null;
  };

  /** What a value is the transpose of. */
  const transposeOf = (x: string): { source: string; perm: readonly number[] } | undefined => {
    const node = producers.get(x);
    return node?.op === 'Transpose'
      ? { source: node.inputs[0]!, perm: node.attributes['perm'] as readonly number[] }
      : undefined;
  };

  /** The order of axes that all inputs have been brought to, numbers apart: one that may as well come after the op. */
  const sharedOrder = (inputs: readonly string[]): readonly number[] | undefined => {
    const orders = inputs.flatMap((x) => (isNumber(x) ? [] : [transposeOf(x)?.perm]));
    const [first] = orders;
    return first && orders.every((order) => order && String(order) === String(first)) ? first : undefined;
  };
  const isNumber = (x: string): boolean => initializers.get(x)?.shape.length === 0;

  const writer = (layer: string, weights: WeightValues): OnnxWriter => ({
    node(op, inputs, attributes = {}) {
      if (op === 'Transpose') return transpose(layer, inputs[0]!, attributes['perm'] as readonly number[]);
      const done = op === 'Reshape' ? reshaped(inputs) : null;
      if (done !== null) return done;
      const order = EACH_VALUE.has(op) ? sharedOrder(inputs) : undefined;
      if (!order) return emit(layer, op, inputs, attributes)[0]!;
      const sources = inputs.map((x) => (isNumber(x) ? x : transposeOf(x)!.source));
      return transpose(layer, emit(layer, op, sources, attributes)[0]!, order);
    },
    nodes: (op, inputs, outputs, attributes = {}) => emit(layer, op, inputs, attributes, outputs),
    weight(name) {
      const own = weights[name];
      if (!own) throw new Error(`${layer} has no weight ${name}`);
      const key = `${layer}/${name}`;
      if (!initializers.has(key)) keep(key, own.shape, own.values);
      return key;
    },
    constant: (values, shape) => keep(`${layer}/constant`, shape, values),
  });

  return {
    addInput: (name) => void taken.add(name),
    writer,
    finish(outputs) {
      const written = [...nodes];
      for (const { name, value } of outputs) {
        if (name !== value)
          written.push({ op: 'Identity', name, inputs: [value], outputs: [name], attributes: {} });
      }
      return rename(prune(written, [...initializers.values()], outputs), outputs);
    },
  };
}

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

function prune(
  nodes: readonly GraphNode[],
  initializers: readonly Initializer[],
  outputs: readonly { readonly name: string }[],
): FinishedGraph {
  const needed = new Set(outputs.map(({ name }) => name));
  const kept: GraphNode[] = [];
  // Backwards: each node comes after all that feed it.
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    kept.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  return {
    nodes: kept.reverse(),
    initializers: initializers.filter(({ name }) => needed.has(name)),
  };
}

/** An Identity that only gives a name is left out: the node that computes its value takes the name. */
function rename(
  { nodes, initializers }: FinishedGraph,
  outputs: readonly { readonly name: string }[],
): FinishedGraph {
  const wanted = new Set(outputs.map(({ name }) => name));
  const made = new Set(nodes.flatMap(({ outputs }) => outputs));
  const names = new Map<string, string>();
  const dropped = new Set<GraphNode>();
  for (const node of nodes) {
    const from = node.inputs[0]!;
    if (node.op !== 'Identity' || !made.has(from) || wanted.has(from) || names.has(from)) continue;
    names.set(from, node.outputs[0]!);
    dropped.add(node);
  }
  const called = (name: string): string => names.get(name) ?? name;
  return {
    nodes: nodes
      .filter((node) => !dropped.has(node))
      .map((node) => ({ ...node, inputs: node.inputs.map(called), outputs: node.outputs.map(called) })),
    initializers,
  };
}
