import { named } from '../../words/problems.ts';
import { defineLayer } from '../define.ts';
import type { OnnxWriter } from '../define.ts';
import type { Tensor, Tfjs } from '../ops.ts';
import { axisPair, flag } from '../params.ts';
import type { Shape } from '../shape.ts';
import { sizeOf } from '../shape.ts';
import { output } from './parts/ports.ts';

type Axes = readonly [number, number];

/** Places in the shapes of samples of the two axes, or null where one of them is not there. */
export function placesOf(axes: Axes, shapes: readonly Shape[]): readonly [number, number] | null {
  const places = axes.map((axis, i) => (axis < 0 ? shapes[i]!.length + axis : axis - 1));
  const there = places.every((place, i) => place >= 0 && place < shapes[i]!.length);
  return there ? (places as [number, number]) : null;
}
const without = (shape: Shape, place: number): Shape => shape.filter((_, i) => i !== place);

/** What is left of both shapes; Keras never lets it be nothing. */
function productShape(shapes: readonly Shape[], [first, second]: Axes): Shape {
  const left = [...without(shapes[0]!, first), ...without(shapes[1]!, second)];
  return left.length > 0 ? left : [1];
}

/** The order of axes, batch first, that puts a sample's axis last or directly after the batch. */
const bring = (rank: number, place: number, to: 'last' | 'first'): readonly number[] => {
  const others = Array.from({ length: rank }, (_, i) => i + 1).filter((axis) => axis !== place + 1);
  return to === 'last' ? [0, ...others, place + 1] : [0, place + 1, ...others];
};

/** Keras' smallest length that normalising divides by. */
const SMALLEST = 1e-7;

const normalised = (tf: Tfjs, x: Tensor, axis: number): Tensor => {
  const inverse = tf.rsqrt(tf.sum(tf.square(x), axis, true));
  return tf.mul(x, tf.minimum(inverse, 1 / SMALLEST));
};

const onnxNormalised = (writer: OnnxWriter, x: string, axis: number): string => {
  const size = writer.node('ReduceL2', [x], { axes: [axis], keepdims: 1 });
  const smallest = writer.constant(new Float32Array([SMALLEST]), []);
  return writer.node('Div', [x, writer.node('Max', [size, smallest])]);
};

export const dot = defineLayer({
  kind: 'dot',
  label: 'Dot',
  group: 'merge',
  icon: 'circle-dot',
  doc: 'Multiplies two branches and sums along one axis of each: how much every row of one resembles every row of the other.',
  formula: 'y[i, j] = Σₖ first[i, k] · second[j, k]',
  params: {
    axes: axisPair(
      'Axes',
      [-1, -1],
      'The axis of each input that is summed along; 1 is the first after the batch, −1 the last.',
    ),
    normalize: flag(
      'Normalise',
      false,
      'Brings both to length 1 along the axis first: the cosine between them.',
    ),
  },
  inputs: [
    { name: 'first', doc: 'One branch.' },
    { name: 'second', doc: 'Another, as long along its axis.' },
  ],
  outputs: output('The axes of both that are left.'),
  summary: (params) => (params.normalize ? named.cosine : ''),
  infer: ({ axes }, inputs) => {
    if (inputs.length < 2) return { misfit: { code: 'needs-two-inputs', facts: { layer: 'Dot' } } };
    const places = placesOf(axes, inputs);
    return places && inputs[0]![places[0]] === inputs[1]![places[1]]
      ? { outputs: [productShape(inputs, places)] }
      : { misfit: { code: 'products-differ', facts: { layer: 'Dot', axes, shapes: inputs } } };
  },
  weights: () => ({}),
  multiplyAdds: ({ axes }, inputs) => {
    const places = placesOf(axes, inputs)!;
    return sizeOf(productShape(inputs, places)) * inputs[0]![places[0]]!;
  },
  // What is left of two branches is no longer a row of time steps, so no mask goes on.
  forward: ({ tf }, params, _weights, inputs) => {
    const shapes = inputs.map(({ value }) => value.shape.slice(1));
    const places = placesOf(params.axes, shapes)!;
    const [first, second] = inputs.map(({ value }, i) => {
      const x = params.normalize ? normalised(tf, value, places[i as 0 | 1] + 1) : value;
      const order = bring(shapes[i]!.length, places[i as 0 | 1], i === 0 ? 'last' : 'first');
      const length = shapes[i]![places[i as 0 | 1]]!;
      const rest = sizeOf(shapes[i]!) / length;
      const rows = value.shape[0]!;
      return tf.reshape(tf.transpose(x, [...order]), i === 0 ? [rows, rest, length] : [rows, length, rest]);
    });
    const value = tf.reshape(tf.matMul(first!, second!), [
      inputs[0]!.value.shape[0]!,
      ...productShape(shapes, places),
    ]);
    return { outputs: [{ value }] };
  },
  keras: ({ axes, normalize }) => ({
    className: 'Dot',
    config: { axes, normalize },
    weights: [],
    onList: true,
  }),
  fromKeras: {
    className: 'Dot',
    params: ({ axes, normalize }) => ({ axes: Array.isArray(axes) ? axes : [axes, axes], normalize }),
  },
  onnx: (writer, params, inputs, shapes) => {
    const places = placesOf(params.axes, shapes)!;
    const whole = (...numbers: number[]): string =>
      writer.constant(BigInt64Array.from(numbers, BigInt), [numbers.length]);
    const [first, second] = inputs.map((input, i) => {
      const place = places[i as 0 | 1];
      const x = params.normalize ? onnxNormalised(writer, input, place + 1) : input;
      const order = bring(shapes[i]!.length, place, i === 0 ? 'last' : 'first');
      const length = shapes[i]![place]!;
      const turned = writer.node('Transpose', [x], { perm: order });
      return writer.node('Reshape', [turned, i === 0 ? whole(0, -1, length) : whole(0, length, -1)]);
    });
    const product = writer.node('MatMul', [first!, second!]);
    return [writer.node('Reshape', [product, whole(0, ...productShape(shapes, places))])];
  },
  examples: [
    { inputs: [[4], [4]], outputs: [[1]] },
    { params: { normalize: true }, inputs: [[5], [5]], outputs: [[1]] },
    {
      inputs: [
        [3, 4],
        [2, 4],
      ],
      outputs: [[3, 2]],
    },
    {
      params: { axes: [1, 1] },
      inputs: [
        [3, 4],
        [3, 2],
      ],
      outputs: [[4, 2]],
    },
    {
      params: { axes: [2, 1], normalize: true },
      inputs: [
        [3, 4],
        [4, 2, 2],
      ],
      outputs: [[3, 2, 2]],
    },
    { params: { axes: [1, 1] }, inputs: [[3], [3, 4]], outputs: [[4]] },
  ],
});
