/** Every schedule as Keras code: Keras' own where it has one. */
import type { TrainingSettings } from '../../network/document.ts';
import { call, float, keyword, literal } from '../python.ts';
import { scheduled, stepsOf } from '../schedules.ts';
import type { Scheduled } from '../schedules.ts';
import type { HelperName } from './helpers.ts';

export interface WrittenSchedule {
  readonly helpers: readonly HelperName[];
  /** Before the model is compiled; `steps_per_epoch` and `epochs` are known. */
  readonly made: readonly string[];
  /** What the optimizer is given. */
  readonly rate: string;
  readonly callbacks: readonly string[];
}

type Params = Scheduled['params'];
const own = (name: string): string => `keras.optimizers.schedules.${name}`;
const steps = (epochs: unknown): string => stepsOf(Number(epochs));

/** Arguments after the rate; `all`: the steps after the warm-up. */
const SCHEDULES: Readonly<
  Record<string, (params: Params, all: string) => readonly [string, readonly string[]]>
> = {
  step: ({ every, factor }: Params) => [
    own('ExponentialDecay'),
    [keyword('decay_steps', steps(every)), keyword('decay_rate', literal(factor)), 'staircase=True'],
  ],
  exponential: ({ decayRate, decayEpochs, staircase }: Params) => [
    own('ExponentialDecay'),
    [
      keyword('decay_steps', steps(decayEpochs)),
      keyword('decay_rate', literal(decayRate)),
      ...(staircase === true ? ['staircase=True'] : []),
    ],
  ],
  cosine: ({ alpha }: Params, all) => [
    own('CosineDecay'),
    [keyword('decay_steps', all), ...(alpha === 0 ? [] : [keyword('alpha', literal(alpha))])],
  ],
  cosineRestarts: ({ firstEpochs, tMul, mMul, alpha }: Params) => [
    own('CosineDecayRestarts'),
    [
      keyword('first_decay_steps', steps(firstEpochs)),
      ...(tMul === 2 ? [] : [keyword('t_mul', literal(tMul))]),
      ...(mMul === 1 ? [] : [keyword('m_mul', literal(mMul))]),
      ...(alpha === 0 ? [] : [keyword('alpha', literal(alpha))]),
    ],
  ],
  oneCycle: ({ peakAt, div, finalDiv }: Params, all) => [
    'OneCycle',
    [
      keyword('steps', all),
      ...(peakAt === 0.3 ? [] : [keyword('peak_at', literal(peakAt))]),
      ...(div === 25 ? [] : [keyword('div', literal(div))]),
      ...(finalDiv === 10_000 ? [] : [keyword('final_div', literal(finalDiv))]),
    ],
  ],
};

export function kerasSchedule(training: TrainingSettings): WrittenSchedule | null {
  const { learningRate, validationFraction } = training;
  const schedule = scheduled(training);
  if (!schedule) return null;
  const { kind, params, warmupEpochs } = schedule;
  const rate = float(learningRate);
  const warmup = warmupEpochs > 0 ? [`warmup_steps = round(${stepsOf(warmupEpochs)})`] : [];
  if (kind === 'reduceOnPlateau') {
    const { factor, patience, minDelta, cooldown, lowest } = params as Readonly<Record<string, number>>;
    const told = {
      monitor: validationFraction > 0 ? null : 'loss',
      factor: factor === 0.1 ? null : factor,
      patience: patience === 10 ? null : patience,
      min_delta: minDelta === 0.0001 ? null : minDelta,
      cooldown: cooldown === 0 ? null : cooldown,
      min_lr: lowest === 0 ? null : lowest! * learningRate,
    };
    const said = Object.entries(told).flatMap(([name, value]) =>
      value === null ? [] : [keyword(name, literal(value))],
    );
    return {
      helpers: warmup.length > 0 ? ['Climb'] : [],
      made: warmup,
      rate,
      callbacks: [
        ...(warmup.length > 0 ? [call('Climb', [rate, 'warmup_steps'])] : []),
        call('keras.callbacks.ReduceLROnPlateau', said),
      ],
    };
  }
  const all = warmup.length > 0 ? 'epochs * steps_per_epoch - warmup_steps' : 'epochs * steps_per_epoch';
  if (kind === 'cosine' && warmup.length > 0) {
    const [name, [decay, ...more]] = SCHEDULES[kind]!(params, all);
    const climb = [keyword('warmup_target', rate), keyword('warmup_steps', 'warmup_steps')];
    const made = call(name, ['0.0', decay!, ...more, ...climb]);
    return {
      helpers: [],
      made: [...warmup, `learning_rate = ${made}`],
      rate: 'learning_rate',
      callbacks: [],
    };
  }
  const [callee, more] = SCHEDULES[kind]?.(params, all) ?? [null, []];
  const after = callee === null ? null : call(callee, [rate, ...more]);
  const made =
    warmup.length > 0 ? call('WarmUp', [rate, 'warmup_steps', ...(after === null ? [] : [after])]) : after!;
  return {
    helpers: [
      ...(warmup.length > 0 ? (['WarmUp'] as const) : []),
      ...(callee === 'OneCycle' ? (['OneCycle'] as const) : []),
    ],
    made: [...warmup, `learning_rate = ${made}`],
    rate: 'learning_rate',
    callbacks: [],
  };
}
