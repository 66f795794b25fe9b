import { defineInitializer } from '../define.ts';
import { sizeOf } from '../shape.ts';

export const ones = defineInitializer({
  kind: 'ones',
  label: 'Ones',
  doc: 'Every value 1: what scales start from.',
  params: {},
  fill: (_params, shape) => new Float32Array(sizeOf(shape)).fill(1),
});
