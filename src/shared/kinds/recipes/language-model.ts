import { defineRecipe } from '../recipe.ts';
import { integer } from '../params.ts';
import { direct } from './direct.ts';

export const languageModel = defineRecipe({
  ...direct,
  kind: 'languageModel',
  label: 'Language model',
  icon: 'text-cursor-input',
  doc: 'Learns which character, word or token comes next, at every place of a text at once. It then writes by drawing one after the other.',
  params: {
    stride: integer(
      'Stride',
      0,
      0,
      'Tokens from the start of a sample to that of the next; 0 is the length of a sample, so that an epoch reads the text once.',
    ),
  },
  order: null,
  stride: (params, { order, window }) => (order === 'time' ? params.stride || window : null),
  reads: (_params, { order }, { shape: [length = 1] }) => ({
    axis: order === 'time' ? 'rows' : 'tokens',
    offset: 0,
    length,
  }),
  learns: (_params, { order }, { shape: [length = 1] }) => ({
    from: 'column',
    span: { axis: order === 'time' ? 'rows' : 'tokens', offset: 1, length },
  }),
});
