import { defineSchedule } from '../define.ts';
import { integer, number } from '../params.ts';
import { alpha, halfWave, warmupEpochs } from './parts.ts';

export const cosineRestarts = defineSchedule({
  kind: 'cosineRestarts',
  label: 'Cosine with restarts',
  doc: 'Cosine decay that jumps up again and again, each time for longer, to leave one valley for another.',
  formula: 'cosine decay over the first epochs; then tMul times as many, from mMul times the rate, …',
  params: {
    firstEpochs: integer('First', 5, 1, 'Epochs of the first descent.', { unit: 'epochs' }),
    tMul: number('Longer by', 2, [1, 10], 'How many times as long each descent is as the one before.', {
      step: 0.5,
    }),
    mMul: number('Restart at', 1, [0.01, 1], 'The part of the last starting rate that the next one has.'),
    alpha,
    warmupEpochs,
  },
  factor({ firstEpochs, tMul, mMul, alpha }, { step, perEpoch }) {
    let length = firstEpochs * perEpoch;
    let from = step;
    let height = 1;
    while (from >= length) {
      from -= length;
      length *= tMul;
      height *= mMul;
    }
    return alpha + (1 - alpha) * height * halfWave(from / length);
  },
});
