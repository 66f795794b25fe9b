import { defineRecipe } from '../recipe.ts';
import { direct } from './direct.ts';

/** While training, the decoder is given the right tokens so far (teacher forcing), whatever it would have said itself. */
export const sequenceToSequence = defineRecipe({
  ...direct,
  kind: 'sequenceToSequence',
  label: 'Sequence to sequence',
  icon: 'languages',
  doc: 'Learns to turn one sequence of tokens into another. One input reads the source, the other what has been written so far; the output is the next token at each place.',
  params: {},
  order: 'rows',
  reads: (_params, _data, { shape: [length = 1], learned }) =>
    learned ? { axis: 'tokens', offset: 0, length } : null,
  learns: (_params, _data, { shape: [length = 1] }) => ({
    from: 'column',
    span: { axis: 'tokens', offset: 1, length },
  }),
});
