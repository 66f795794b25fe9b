import { defineSchedule } from '../define.ts';
import { integer, number } from '../params.ts';
import { warmupEpochs } from './parts.ts';

/** Keras' ReduceLROnPlateau. It watches the validation loss, or that of training where no row is held out. */
export const reduceOnPlateau = defineSchedule({
  kind: 'reduceOnPlateau',
  label: 'Reduce on plateau',
  doc: 'Lowers the learning rate when the validation loss has not fallen for some epochs.',
  formula: 'η ← factor · η after so many epochs without a lower loss',
  params: {
    factor: number('Factor', 0.1, [0.0001, 0.999], 'What is left of the rate after each drop.'),
    patience: integer('Patience', 10, 1, 'Epochs without a lower loss before the rate drops.', {
      unit: 'epochs',
    }),
    minDelta: number(
      'Least change',
      0.0001,
      [0, 1e6],
      'A loss counts as lower if it is so by more than this.',
      {
        step: 0.0001,
      },
    ),
    cooldown: integer('Rest', 0, 0, 'Epochs after a drop in which none is counted.', { unit: 'epochs' }),
    lowest: number('Lowest part', 0, [0, 1], 'The rate never falls below this part of the learning rate.', {
      step: 0.001,
    }),
    warmupEpochs,
  },
  factor: ({ factor, lowest }, { state }) => Math.max(lowest, factor ** (state['drops'] ?? 0)),
  watch({ factor, patience, minDelta, cooldown, lowest }, state, loss) {
    const { best, drops = 0 } = state;
    const rest = Math.max(0, (state['rest'] ?? 0) - 1);
    const resting = (state['rest'] ?? 0) > 0 ? 0 : (state['wait'] ?? 0);
    if (best === undefined ? Number.isFinite(loss) : loss < best - minDelta)
      return { best: loss, wait: 0, rest, drops };
    const kept = { ...(best !== undefined && { best }), rest, drops };
    if (rest > 0) return { ...kept, wait: resting };
    const wait = resting + 1;
    if (wait < patience) return { ...kept, wait };
    return factor ** drops > lowest
      ? { ...kept, wait: 0, rest: cooldown, drops: drops + 1 }
      : { ...kept, wait };
  },
});
