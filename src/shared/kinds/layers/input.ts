import { defineLayer } from '../define.ts';
import { choice, shape } from '../params.ts';
import { shapeText } from '../shape.ts';
import { output } from './parts/ports.ts';

/** Where rows of the data set come in. `forward` is given the prepared batch as its only signal and hands it on. */
export const input = defineLayer({
  kind: 'input',
  label: 'Input',
  group: 'end',
  icon: 'log-in',
  doc: 'Where the data comes in: a picture, or one row of a table.',
  params: {
    shape: shape(
      'Shape',
      [28, 28, 1],
      'Shape of one sample: height, width and channels of a picture, or the number of columns.',
    ),
    normalise: choice(
      'Normalise',
      ['none', 'unit', 'symmetric', 'standard'],
      'unit',
      'unit: from 0 to 1 (pictures: divided by 255); symmetric: from -1 to 1; standard: mean 0 and deviation 1; measured on the training rows.',
    ),
  },
  inputs: [],
  outputs: output('The rows of the data set.'),
  summary: (params) => shapeText(params.shape),
  infer: (params) => ({ outputs: [params.shape] }),
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: (_context, _params, _weights, inputs) => ({ outputs: inputs }),
  keras: (params) => ({
    className: 'InputLayer',
    config: { batch_shape: [null, ...params.shape], dtype: 'float32', sparse: false, ragged: false },
    weights: [],
  }),
  fromKeras: {
    className: 'InputLayer',
    params: ({ batch_shape: batched }) =>
      Array.isArray(batched) ? { shape: batched.slice(1) as unknown[] } : null,
  },
  onnx: (_writer, _params, inputs) => inputs,
  examples: [
    { inputs: [], outputs: [[28, 28, 1]] },
    { params: { shape: [4], normalise: 'standard' }, inputs: [], outputs: [[4]] },
  ],
});
