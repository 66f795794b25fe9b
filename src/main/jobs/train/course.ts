/** What a run decides by its own numbers: the learning rate of each step, which weights were best, when it is enough. */
import type { AnySchedule } from '../../../shared/kinds/define.ts';
import { metricOf } from '../../../shared/kinds/metrics/index.ts';
import { monitored } from '../../../shared/network/measures.ts';
import { learningRateAt, scheduleOf } from '../../../shared/kinds/schedules/index.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import type { CourseState } from '../checkpoint/checkpoint.ts';
import { valueWords } from '../../../shared/words/values.ts';
import { checkedParams, settingProblem } from './settings.ts';

export interface Course {
  /** The learning rate of a step, counted from 0. */
  rate(step: number): number;
  /** Takes in an epoch's numbers ('epoch/loss', 'validation/accuracy', …); `epoch`: how many are done. */
  epochEnded(epoch: number, values: Readonly<Record<string, number>>): void;
  /** Early stopping: there is nothing to gain any more. */
  readonly enough: boolean;
  /** The weights are now those of the best epoch. */
  restored(): void;
  /** For the checkpoint. */
  readonly state: CourseState;
}

/** Throws `Failed` 'project-has-problems'. `series`: the names of what a run measures. */
export function createCourse(
  settings: TrainingSettings,
  series: readonly string[],
  { perEpoch, steps }: { readonly perEpoch: number; readonly steps: number },
  start: CourseState,
): Course {
  const { schedule, params } = chooseSchedule(settings);
  const stopping = settings.earlyStopping;
  const watched = stopping ? monitored(series, stopping.monitor) : 'loss';
  if (stopping && watched === undefined) {
    throw settingProblem({
      setting: 'earlyStopping',
      of: stopping.monitor,
      reason: valueWords.notMeasured,
    });
  }
  let state = start;
  const better = (value: number, than: number): boolean => {
    const higher = metricOf(watched!)?.better === 'higher';
    return (higher ? value - than : than - value) > stopping!.minDelta;
  };
  const measuredOf = (values: Readonly<Record<string, number>>, name: string): number =>
    values[`validation/${name}`] ?? values[`epoch/${name}`] ?? NaN;

  return {
    rate: (step) =>
      learningRateAt(schedule, params, settings.learningRate, {
        step,
        steps,
        perEpoch,
        state: state.schedule,
      }),
    epochEnded(epoch, values) {
      if (schedule.watch) {
        const seen = schedule.watch(params, state.schedule, measuredOf(values, 'loss'));
        state = { ...state, schedule: seen };
      }
      if (!stopping) return;
      const value = measuredOf(values, watched!);
      const { best } = state;
      state =
        Number.isFinite(value) && (best === null || better(value, best.value))
          ? { ...state, best: { value, epoch }, wait: 0 }
          : { ...state, wait: state.wait + 1 };
    },
    get enough() {
      return stopping !== null && state.wait >= stopping.patience;
    },
    restored() {
      state = { ...state, restored: true };
    },
    get state() {
      return state;
    },
  };
}

/** The settings' schedule with its parameters checked. */
function chooseSchedule({ schedule: { kind, params } }: TrainingSettings): {
  readonly schedule: AnySchedule;
  readonly params: Readonly<Record<string, unknown>>;
} {
  const schedule = scheduleOf(kind);
  if (!schedule) throw settingProblem({ setting: 'schedule', of: kind, reason: valueWords.unknown });
  return { schedule, params: checkedParams('schedule', schedule, params) };
}
