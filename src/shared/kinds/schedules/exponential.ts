import { defineSchedule } from '../define.ts';
import { flag, integer, number } from '../params.ts';
import { warmupEpochs } from './parts.ts';

export const exponential = defineSchedule({
  kind: 'exponential',
  label: 'Exponential decay',
  doc: 'Lowers the learning rate a little with every step, by the same part each epoch.',
  formula: 'η · decay^(epoch / over)',
  params: {
    decayRate: number('Decay', 0.9, [0.0001, 1], 'What is left of the rate after the epochs below.'),
    decayEpochs: integer('Over', 1, 1, 'How many epochs that takes.', { unit: 'epochs' }),
    staircase: flag('In stairs', false, 'Drops at once at the end of those epochs, and not step by step.'),
    warmupEpochs,
  },
  factor({ decayRate, decayEpochs, staircase }, { step, perEpoch }) {
    const times = step / (decayEpochs * perEpoch);
    return decayRate ** (staircase ? Math.floor(times) : times);
  },
});
