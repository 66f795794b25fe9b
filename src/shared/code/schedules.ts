/** Every schedule's formula as Python: the part of the learning rate that a step has, counted after the warm-up. */
import { scheduleOf } from '../kinds/schedules/index.ts';
import { defaults } from '../kinds/params.ts';
import type { TrainingSettings } from '../network/document.ts';

export interface Scheduled {
  readonly kind: string;
  // What a schedule's parameters are, its own writer knows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly params: any;
  readonly warmupEpochs: number;
}

/** Null where the rate stays as it is. */
export function scheduled({ schedule }: TrainingSettings): Scheduled | null {
  const known = scheduleOf(schedule.kind);
  if (!known) return null;
  const params: Readonly<Record<string, unknown>> = { ...defaults(known.params), ...schedule.params };
  const warmupEpochs = Number(params['warmupEpochs'] ?? 0);
  return known.kind === 'constant' && warmupEpochs === 0 ? null : { kind: known.kind, params, warmupEpochs };
}

/** `times` steps, each epoch being `steps_per_epoch`. */
export const stepsOf = (epochs: number): string =>
  epochs === 1 ? 'steps_per_epoch' : `${epochs} * steps_per_epoch`;
