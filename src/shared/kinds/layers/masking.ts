import { defineLayer } from '../define.ts';
import type { OnnxWriter } from '../define.ts';
import { number } from '../params.ts';
import { wanted } from '../../words/problems.ts';
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
  onnxMask: (writer, params, [x]) => shownSteps(writer, params.maskValue, x!, 0),
  examples: [
    { inputs: [[4, 2]], outputs: [[4, 2]] },
    { params: { maskValue: -1 }, inputs: [[3, 3]], outputs: [[3, 3]] },
  ],
});

/** 1 for a step that is shown, [n, time] or, `kept`, [n, time, 1]. */
function shownSteps(writer: OnnxWriter, maskValue: number, x: string, kept: 0 | 1): string {
  const apart = writer.node('Sub', [x, writer.constant(Float32Array.of(maskValue), [])]);
  const differs = writer.node('Sign', [writer.node('Abs', [apart])]);
  return writer.node('ReduceMax', [differs], { axes: [-1], keepdims: kept });
}
