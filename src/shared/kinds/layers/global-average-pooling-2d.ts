import { defineLayer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { globalPooling } from './parts/pooling.ts';
import { withoutMask } from './parts/window.ts';

export const globalAveragePooling2D = defineLayer({
  ...globalPooling('GlobalAveragePooling2D', 2, 'average'),
  kind: 'globalAveragePooling2D',
  icon: 'chevrons-down',
  doc: 'Turns each channel of a picture into one number, its mean. Pictures of any size become one row.',
  formula: 'y[c] = mean over i, j of x[i, j, c]',
  // Its gradient is spread over the picture in steps.
  extraValues: (_params, [x]) => sizeOf(x!),
  forward: ({ tf }, _params, _weights, [x]) => withoutMask(tf.mean(x!.value, [1, 2])),
  examples: [{ inputs: [[4, 5, 3]], outputs: [[3]] }],
});
