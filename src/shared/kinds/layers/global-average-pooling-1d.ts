import { defineLayer } from '../define.ts';
import { globalPooling } from './parts/pooling.ts';
import { withoutMask } from './parts/window.ts';

const pooling = globalPooling('GlobalAveragePooling1D', 1, 'average');

export const globalAveragePooling1D = defineLayer({
  ...pooling,
  kind: 'globalAveragePooling1D',
  icon: 'chevrons-down',
  doc: 'Turns each channel of a sequence into one number, its mean over the steps that are not masked.',
  formula: 'y[c] = mean over t of x[t, c]',
  forward: ({ tf }, _params, _weights, [x]) => {
    const { value, mask } = x!;
    if (!mask) return withoutMask(tf.mean(value, 1));
    const steps = tf.cast(tf.expandDims(mask, 2), 'float32');
    // Keras divides by 0 where a sequence has no step; here its mean is 0, and training goes on.
    const count = tf.maximum(tf.sum(steps, 1), 1);
    return withoutMask(tf.div(tf.sum(tf.mul(value, steps), 1), count));
  },
  onnx: (writer, params, inputs, shapes, masks) => {
    const [mask] = masks;
    if (!mask) return pooling.onnx(writer, params, inputs, shapes, masks);
    const axis = writer.constant(BigInt64Array.of(1n), [1]);
    const steps = writer.node('Unsqueeze', [mask, writer.constant(BigInt64Array.of(2n), [1])]);
    const sum = (x: string): string => writer.node('ReduceSum', [x, axis], { keepdims: 0 });
    const count = writer.node('Max', [sum(steps), writer.constant(Float32Array.of(1), [])]);
    return [writer.node('Div', [sum(writer.node('Mul', [inputs[0]!, steps])), count])];
  },
  examples: [{ inputs: [[5, 3]], outputs: [[3]] }],
});
