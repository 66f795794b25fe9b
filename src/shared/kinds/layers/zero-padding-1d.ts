import { defineLayer } from '../define.ts';
import { zeroPadding } from './parts/edges.ts';

export const zeroPadding1D = defineLayer({
  ...zeroPadding('ZeroPadding1D', 1),
  kind: 'zeroPadding1D',
  icon: 'between-vertical-start',
  doc: 'Adds zeros before and after a sequence.',
  examples: [
    { inputs: [[3, 2]], outputs: [[5, 2]] },
    { params: { padding: [2, 0] }, inputs: [[3, 1]], outputs: [[5, 1]] },
  ],
});
