/** Which rows each step of a run takes: every epoch's samples in an order of its own, one step after the other. */
import type { TrainingSettings } from '../../../shared/network/document.ts';
import { epochSamples, samplesPerEpoch } from '../model/data.ts';
import type { ModelData } from '../model/data.ts';
import type { Plan } from '../model/plan.ts';
import { stepSize, stepsPerEpoch } from './trainer.ts';

export interface StepRows {
  readonly perEpoch: number;
  /** Steps of an epoch that are full ones: the last may not be. */
  readonly full: number;
  /** Rows of a step, counted from 0, or of so many from it on. */
  of(step: number, count?: number): Int32Array;
}

export function stepRows(
  plan: Pick<Plan, 'batches'>,
  data: ModelData,
  { batchSize, seed }: Pick<TrainingSettings, 'batchSize' | 'seed'>,
): StepRows {
  const size = stepSize(plan, batchSize);
  const perEpoch = stepsPerEpoch(plan, data, batchSize);
  const orderOf = rememberLast((epoch: number) => epochSamples(data, seed, epoch));
  return {
    perEpoch,
    full: Math.floor(samplesPerEpoch(data) / size),
    of(step, count = 1) {
      const order = orderOf(Math.floor(step / perEpoch));
      const from = (step % perEpoch) * size;
      return order.slice(from, from + count * size);
    },
  };
}

/** The function, which computes a value once as long as it is asked for the same. */
function rememberLast<T>(compute: (of: number) => T): (of: number) => T {
  let last: { readonly of: number; readonly value: T } | null = null;
  return (of) => {
    if (last?.of !== of) last = { of, value: compute(of) };
    return last.value;
  };
}
