import { defineLayer } from '../define.ts';
import { zeroPadding } from './parts/edges.ts';

export const zeroPadding2D = defineLayer({
  ...zeroPadding('ZeroPadding2D', 2),
  kind: 'zeroPadding2D',
  icon: 'frame',
  doc: 'Adds zeros around a picture.',
  examples: [
    { inputs: [[3, 2, 2]], outputs: [[5, 4, 2]] },
    { params: { padding: [0, 1, 2, 3] }, inputs: [[3, 2, 1]], outputs: [[4, 7, 1]] },
  ],
});
