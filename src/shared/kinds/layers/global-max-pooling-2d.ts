import { defineLayer } from '../define.ts';
import { globalPooling } from './parts/pooling.ts';
import { withoutMask } from './parts/window.ts';

export const globalMaxPooling2D = defineLayer({
  ...globalPooling('GlobalMaxPooling2D', 2, 'max'),
  kind: 'globalMaxPooling2D',
  icon: 'arrow-down-to-line',
  doc: 'Turns each channel of a picture into one number, its largest. Pictures of any size become one row.',
  formula: 'y[c] = max over i, j of x[i, j, c]',
  forward: ({ ops }, _params, _weights, [x]) => withoutMask(ops.globalMaxPool(x!.value)),
  examples: [{ inputs: [[4, 3, 2]], outputs: [[2]] }],
});
