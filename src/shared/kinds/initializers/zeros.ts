import { defineInitializer } from '../define.ts';
import { sizeOf } from '../shape.ts';

export const zeros = defineInitializer({
  kind: 'zeros',
  label: 'Zeros',
  doc: 'Every value 0: what offsets start from.',
  params: {},
  fill: (_params, shape) => new Float32Array(sizeOf(shape)),
});
