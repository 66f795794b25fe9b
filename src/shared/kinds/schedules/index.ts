import type { AnySchedule, ScheduleState } from '../define.ts';
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { cosineRestarts } from './cosine-restarts.ts';
import { exponential } from './exponential.ts';
import { oneCycle } from './one-cycle.ts';
import { reduceOnPlateau } from './reduce-on-plateau.ts';
import { step } from './step.ts';

export const schedules = [
  constant,
  step,
  exponential,
  cosine,
  cosineRestarts,
  oneCycle,
  reduceOnPlateau,
] as const satisfies readonly AnySchedule[];

/** The schedule of this name. */
export const scheduleOf = (kind: string): AnySchedule | undefined =>
  schedules.find((known) => known.kind === kind);

/** The learning rate of a step (from 0) of a run of so many steps: a climb from 0 where there is a warm-up, then the schedule. */
export function learningRateAt(
  schedule: AnySchedule,
  params: Readonly<Record<string, unknown>>,
  base: number,
  at: {
    readonly step: number;
    readonly steps: number;
    readonly perEpoch: number;
    readonly state: ScheduleState;
  },
): number {
  const warmup = Math.round(((params['warmupEpochs'] as number | undefined) ?? 0) * at.perEpoch);
  if (at.step < warmup) return (base * at.step) / warmup;
  return base * schedule.factor(params, { ...at, step: at.step - warmup, steps: at.steps - warmup });
}
