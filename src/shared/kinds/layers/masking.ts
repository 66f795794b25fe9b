import { defineLayer } from '../define.ts';
import { number } from '../params.ts';
import { wanted } from '../../words/problems.ts';
import { shownSteps } from './parts/onnx-masks.ts';
import { input, output } from './parts/ports.ts';

export const masking = defineLayer({
  kind: 'masking',
  label: 'Masking',
  group: 'recurrent',
  icon: 'list-filter',
  doc: 'Hides the time steps in which every number is the mask value: recurrent layers behind it skip them.',
  formula: 'mask[t] = 1 where any x[t, i] ≠ maskValue, y = x · mask',
  params: {
    maskValue: number('Mask value', 0, [-1e6, 1e6], 'What every number of a hidden step is.'),
  },
  inputs: input('A row of numbers for each time step.'),
  outputs: output('The same, with zeros in the hidden steps.'),
  summary: (params) => String(params.maskValue),
  infer: (_params, [x]) =>
    x?.length === 2
      ? { outputs: [x] }
      : {
          misfit: { code: 'rank-wrong', facts: { layer: 'Masking', wants: wanted.sequence, shape: x ?? [] } },
        },
  weights: () => ({}),
  multiplyAdds: () => 0,
  // As in Keras, a mask that came with the input gives way. The sign, unlike a comparison, has a gradient: zero.
  forward: ({ tf }, params, _weights, [x]) => {
    const shown = tf.max(tf.sign(tf.abs(tf.sub(x!.value, params.maskValue))), 2, true);
    return { outputs: [{ value: tf.mul(x!.value, shown), mask: tf.squeeze(shown, [2]) }] };
  },
  keras: (params) => ({ className: 'Masking', config: { mask_value: params.maskValue }, weights: [] }),
  fromKeras: {
    className: 'Masking',
    params: (config) => ({ maskValue: config['mask_value'] }),
  },
  onnx: (writer, params, [x]) => [writer.node('Mul', [x!, shownSteps(writer, params.maskValue, x!, 1)])],
  mask: { hidden: ({ maskValue }) => maskValue },
  examples: [
    { inputs: [[4, 2]], outputs: [[4, 2]] },
    { params: { maskValue: -1 }, inputs: [[3, 3]], outputs: [[3, 3]] },
  ],
});
