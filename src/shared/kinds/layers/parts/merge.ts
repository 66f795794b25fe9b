/** What layers that join branches share. */
import { defineLayer } from '../../define.ts';
import type { LayerExample, LayerKind, OnnxWriter, Port, Signal } from '../../define.ts';
import type { Tensor, Tfjs } from '../../ops.ts';
import type { Shape } from '../../shape.ts';
import { sameShape, sizeOf } from '../../shape.ts';
import { branches, output } from './ports.ts';

/** Side by side, a step is valid where it is valid in every branch that has a mask. */
export function joinMasks(tf: Tfjs, signals: readonly Signal[]): { readonly mask?: Tensor } {
  const masks = signals.flatMap(({ mask }) => (mask ? [mask] : []));
  const [first, ...others] = masks;
  return first ? { mask: others.reduce<Tensor>((joined, mask) => tf.mul(joined, mask), first) } : {};
}

/** Value by value, a step is valid where any branch has it; where one has no mask, all steps are (as in Keras). */
function anyMask(tf: Tfjs, signals: readonly Signal[]): { readonly mask?: Tensor } {
  const masks = signals.flatMap(({ mask }) => (mask ? [mask] : []));
  if (masks.length === 0 || masks.length < signals.length) return {};
  return { mask: masks.reduce((joined, mask) => tf.maximum(joined, mask)) };
}

/** Branches as wide as they will be together, for a function whose gradient tfjs leaves as wide as its output. */
export function widened(tf: Tfjs, values: readonly Tensor[]): readonly Tensor[] {
  const shape = joinedShape(values.map((value) => value.shape))!;
  return values.map((value) => (sameShape(value.shape, shape) ? value : tf.broadcastTo(value, [...shape])));
}

/** The shape of branches joined value by value, or null: an axis of length 1 serves every place of the others'. */
function joinedShape(shapes: readonly Shape[]): Shape | null {
  const [first = []] = shapes;
  if (shapes.some(({ length }) => length !== first.length)) return null;
  const joined = first.map((_, axis) => Math.max(...shapes.map((shape) => shape[axis]!)));
  return shapes.every((shape) => shape.every((n, axis) => n === 1 || n === joined[axis])) ? joined : null;
}

interface Elementwise<K extends string> {
  readonly kind: K;
  /** Keras' class name too. */
  readonly label: string;
  readonly icon: string;
  readonly doc: string;
  readonly formula: string;
  /** Ports, where the order of the branches matters; default: one for any number of branches. */
  readonly inputs?: readonly [Port, Port];
  readonly result: string;
  join(tf: Tfjs, values: readonly Tensor[]): Tensor;
  onnx(writer: OnnxWriter, inputs: readonly string[]): string;
}

const sameShapes: readonly LayerExample<Record<never, never>>[] = [
  { inputs: [[4], [4]], outputs: [[4]] },
  {
    inputs: [
      [3, 4],
      [3, 4],
    ],
    outputs: [[3, 4]],
  },
  {
    inputs: [
      [3, 2, 2],
      [1, 1, 2],
    ],
    outputs: [[3, 2, 2]],
  },
];
const three: LayerExample<Record<never, never>> = {
  inputs: [
    [3, 3, 2],
    [3, 3, 2],
    [3, 3, 2],
  ],
  outputs: [[3, 3, 2]],
};

/** A layer that joins branches value by value: Add, Multiply, … */
export const elementwise = <const K extends string>(of: Elementwise<K>): LayerKind<K, Record<never, never>> =>
  defineLayer<K, Record<never, never>>({
    kind: of.kind,
    label: of.label,
    group: 'merge',
    icon: of.icon,
    doc: of.doc,
    formula: of.formula,
    params: {},
    inputs: of.inputs ?? branches('Two or more branches of the same shape.'),
    outputs: output(of.result),
    summary: () => '',
    infer: (_params, inputs) => {
      if (inputs.length < 2) return { misfit: { code: 'needs-two-inputs', facts: { layer: of.label } } };
      const joined = joinedShape(inputs);
      return joined
        ? { outputs: [joined] }
        : { misfit: { code: 'shapes-differ', facts: { layer: of.label, shapes: inputs } } };
    },
    weights: () => ({}),
    multiplyAdds: (_params, inputs) => sizeOf(joinedShape(inputs) ?? []) * (inputs.length - 1),
    forward: ({ tf }, _params, _weights, inputs) => {
      const value = of.join(
        tf,
        inputs.map((input) => input.value),
      );
      return { outputs: [{ value, ...anyMask(tf, inputs) }] };
    },
    keras: () => ({ className: of.label, config: {}, weights: [], ...(of.inputs && { onList: true }) }),
    fromKeras: { className: of.label, params: () => ({}) },
    onnx: (writer, _params, inputs) => [of.onnx(writer, inputs)],
    mask: { joins: 'any' },
    examples: of.inputs ? sameShapes : [...sameShapes, three],
  });
