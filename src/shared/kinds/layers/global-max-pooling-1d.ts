import { defineLayer } from '../define.ts';
import { globalPooling } from './parts/pooling.ts';
import { withoutMask } from './parts/window.ts';

export const globalMaxPooling1D = defineLayer({
  ...globalPooling('GlobalMaxPooling1D', 1, 'max'),
  kind: 'globalMaxPooling1D',
  icon: 'arrow-down-to-line',
  doc: 'Turns each channel of a sequence into one number, its largest. Masked steps count, as they do in Keras.',
  formula: 'y[c] = max over t of x[t, c]',
  forward: ({ ops }, _params, _weights, [x]) => withoutMask(ops.globalMaxPool(x!.value)),
  examples: [{ inputs: [[5, 3]], outputs: [[3]] }],
});
