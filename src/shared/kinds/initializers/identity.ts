import { defineInitializer } from '../define.ts';
import { sizeOf } from '../shape.ts';
import { ownParams } from './params.ts';

const { gain } = ownParams;

export const identity = defineInitializer({
  kind: 'identity',
  label: 'Identity',
  doc: 'Ones, or the gain, on the diagonal, zeros elsewhere: the layer starts by handing its input on.',
  axes: [2, 2],
  params: { gain },
  fill(params, shape) {
    const [rows = 0, columns = 0] = shape;
    if (shape.length !== 2) throw new Error(`The identity is a matrix, not ${shape.join(' × ')}`);
    const values = new Float32Array(sizeOf(shape));
    for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = params.gain;
    return values;
  },
});
