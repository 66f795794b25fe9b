import { defineInitializer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { ownParams } from './params.ts';

const { value } = ownParams;

export const constant = defineInitializer({
  kind: 'constant',
  label: 'Constant',
  doc: 'Every value the same: 0 unless another is given.',
  params: { value },
  fill: (params, shape) => new Float32Array(sizeOf(shape)).fill(params.value),
});
