import { defineSchedule } from '../define.ts';
import { integer, number } from '../params.ts';
import { warmupEpochs } from './parts.ts';

export const step = defineSchedule({
  kind: 'step',
  label: 'Steps',
  doc: 'Multiplies the learning rate by a factor every few epochs.',
  formula: 'η · factor^⌊epoch / every⌋',
  params: {
    every: integer('Every', 10, 1, 'Epochs between two drops.', { unit: 'epochs' }),
    factor: number('Factor', 0.1, [0.0001, 1], 'What is left of the rate after each drop.'),
    warmupEpochs,
  },
  factor: ({ every, factor }, { step, perEpoch }) => factor ** Math.floor(step / (every * perEpoch)),
});
