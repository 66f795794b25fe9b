import { defineLayer } from '../define.ts';
import { flag, numbers } from '../params.ts';
import { sizeOf } from '../shape.ts';
import { wanted } from '../../words/problems.ts';
import { isLastAxis } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';

/** Keras' smallest deviation. */
const SMALLEST = 1e-7;
const deviations = (variance: readonly number[]): number[] =>
  variance.map((value) => Math.max(Math.sqrt(value), SMALLEST));

/** With statistics that are given, over the last axis; Keras' `adapt` is the input's own normalisation here. */
export const normalization = defineLayer({
  kind: 'normalization',
  label: 'Normalization',
  group: 'normalisation',
  icon: 'sliders-horizontal',
  doc: 'Takes a known mean from every channel and divides by a known deviation: how the pictures of a trained network were prepared.',
  formula: 'y = (x − mean) / √variance',
  params: {
    mean: numbers('Mean', [0], [-1e9, 1e9], 'The mean: one for all channels, or one for each.'),
    variance: numbers('Variance', [1], [0, 1e12], 'The variance: one for all channels, or one for each.'),
    invert: flag('Invert', false, 'The other way: from values of mean 0 and variance 1 back to these.'),
  },
  inputs: input('Any shape; its last axis are the channels.'),
  outputs: output('The same shape.'),
  summary: () => '',
  infer: ({ mean, variance }, [x]) => {
    const layer = 'Normalization';
    if (!x || x.length === 0)
      return { misfit: { code: 'rank-wrong', facts: { layer, wants: wanted.axis, shape: x ?? [] } } };
    const [means, variances, channels] = [mean.length, variance.length, x.at(-1)!];
    return means === variances && (means === 1 || means === channels)
      ? { outputs: [x] }
      : { misfit: { code: 'statistics-differ', facts: { layer, means, variances, channels } } };
  },
  weights: () => ({}),
  multiplyAdds: (_params, [x]) => sizeOf(x!),
  forward: ({ tf }, params, _weights, [x]) => {
    const mean = tf.tensor1d([...params.mean]);
    const deviation = tf.tensor1d(deviations(params.variance));
    const value = params.invert
      ? tf.add(tf.mul(x!.value, deviation), mean)
      : tf.div(tf.sub(x!.value, mean), deviation);
    return { outputs: [{ ...x!, value }] };
  },
  keras: ({ mean, variance, invert }) => ({
    className: 'Normalization',
    config: { axis: [-1], invert, mean, variance },
    weights: [],
  }),
  fromKeras: {
    className: 'Normalization',
    params: ({ axis, invert, mean, variance }) => {
      if (Array.isArray(mean)) return isLastAxis(axis) ? { mean, variance, invert } : null;
      return typeof mean === 'number' ? { mean: [mean], variance: [variance], invert } : null;
    },
  },
  onnx: (writer, params, [x]) => {
    const list = (values: readonly number[]): string =>
      writer.constant(Float32Array.from(values), [values.length]);
    const [mean, deviation] = [list(params.mean), list(deviations(params.variance))];
    return [
      params.invert
        ? writer.node('Add', [writer.node('Mul', [x!, deviation]), mean])
        : writer.node('Div', [writer.node('Sub', [x!, mean]), deviation]),
    ];
  },
  examples: [
    { params: { mean: [0.5], variance: [0.25] }, inputs: [[4, 3, 2]], outputs: [[4, 3, 2]] },
    { params: { mean: [1, 2, 3], variance: [4, 1, 9] }, inputs: [[2, 3]], outputs: [[2, 3]] },
    { params: { mean: [1, 2], variance: [4, 9], invert: true }, inputs: [[2]], outputs: [[2]] },
    { inputs: [[5]], outputs: [[5]] },
  ],
});
