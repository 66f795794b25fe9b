import { defineRecipe } from '../recipe.ts';
import { integer } from '../params.ts';
import { sizeOf } from '../shape.ts';
import { direct } from './direct.ts';

export const timeSeries = defineRecipe({
  ...direct,
  kind: 'timeSeries',
  label: 'Time series',
  icon: 'chart-line',
  doc: 'Learns the next values of a column from a window of the rows before them. The input’s length is the window, the output’s is the horizon.',
  params: {
    stride: integer('Stride', 1, 1, 'Rows from the start of a window to that of the next.'),
    gap: integer('Gap', 0, 0, 'Rows between the window and the first value to predict.'),
  },
  order: 'time',
  stride: (params) => params.stride,
  reads: (_params, _data, { shape: [length = 1] }) => ({ axis: 'rows', offset: 0, length }),
  learns: (params, { window }, { shape }) => ({
    from: 'column',
    span: { axis: 'rows', offset: window + params.gap, length: sizeOf(shape) },
  }),
});
