import { defineLayer } from '../define.ts';
import { number } from '../params.ts';
import { sizeOf } from '../shape.ts';
import { input, output } from './parts/ports.ts';

/** Wide enough for the unit of any column. */
const LARGEST = 1e30;

export const rescaling = defineLayer({
  kind: 'rescaling',
  label: 'Rescaling',
  group: 'normalisation',
  icon: 'move-diagonal',
  doc: 'Multiplies every value by one number and adds another: pixels from 0 to 255 become numbers from 0 to 1, or from −1 to 1.',
  formula: 'y = x · scale + offset',
  params: {
    scale: number('Scale', 1 / 255, [-LARGEST, LARGEST], 'What every value is multiplied by.', {
      step: 0.001,
    }),
    offset: number('Offset', 0, [-LARGEST, LARGEST], 'What is added afterwards.', { step: 0.1 }),
  },
  inputs: input('Any shape.'),
  outputs: output('The same shape.'),
  summary: (params) =>
    params.offset === 0
      ? `× ${+params.scale.toPrecision(3)}`
      : `× ${+params.scale.toPrecision(3)} + ${params.offset}`,
  infer: (_params, [x]) => ({ outputs: [x!] }),
  weights: () => ({}),
  multiplyAdds: (_params, [x]) => sizeOf(x!),
  forward: ({ tf }, params, _weights, [x]) => ({
    outputs: [{ ...x!, value: tf.add(tf.mul(x!.value, params.scale), params.offset) }],
  }),
  keras: ({ scale, offset }) => ({ className: 'Rescaling', config: { scale, offset }, weights: [] }),
  fromKeras: {
    className: 'Rescaling',
    // One number each: a scale for every channel is what Normalization has.
    params: ({ scale, offset }) =>
      typeof scale === 'number' && typeof offset === 'number' ? { scale, offset } : null,
  },
  onnx: (writer, params, [x]) => {
    const scalar = (value: number): string => writer.constant(new Float32Array([value]), []);
    return [writer.node('Add', [writer.node('Mul', [x!, scalar(params.scale)]), scalar(params.offset)])];
  },
  examples: [
    { inputs: [[4, 3, 2]], outputs: [[4, 3, 2]] },
    { params: { scale: 2, offset: -1 }, inputs: [[5]], outputs: [[5]] },
  ],
});
