import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnySchedule, ScheduleState } from '../define.ts';
import { defaults, paramsSchema } from '../params.ts';
import { learningRateAt, scheduleOf, schedules } from './index.ts';
import { reduceOnPlateau } from './reduce-on-plateau.ts';

interface Fixtures {
  readonly schedules: readonly {
    readonly kind: string;
    readonly params: Record<string, unknown>;
    readonly base: number;
    readonly epochs: number;
    readonly perEpoch: number;
    readonly rates: readonly number[];
  }[];
  readonly plateaus: readonly {
    readonly params: Record<string, unknown>;
    readonly base: number;
    readonly losses: readonly number[];
    readonly rates: readonly number[];
  }[];
}
const keras = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../main/jobs/train/fixtures/keras-learning.json'), 'utf8'),
) as Fixtures;
const all = schedules as readonly AnySchedule[];

describe('as Keras', () => {
  test.for(keras.schedules)('$kind $params', ({ kind, params, base, epochs, perEpoch, rates }) => {
    const schedule = scheduleOf(kind)!;
    const values = paramsSchema(schedule.params).parse(params);
    const steps = epochs * perEpoch;
    rates.forEach((rate, step) => {
      const found = learningRateAt(schedule, values, base, { step, steps, perEpoch, state: {} });
      expect(found, `step ${step}`).toBeCloseTo(rate, 7);
    });
  });

  test.for(keras.plateaus)('reduceOnPlateau $params', ({ params, base, losses, rates }) => {
    const values = paramsSchema(reduceOnPlateau.params).parse(params) as never;
    let state: ScheduleState = {};
    losses.forEach((loss, epoch) => {
      state = reduceOnPlateau.watch!(values, state, loss);
      const at = { step: 0, steps: 1, perEpoch: 1, state };
      expect(learningRateAt(reduceOnPlateau, values, base, at), `epoch ${epoch}`).toBeCloseTo(
        rates[epoch]!,
        7,
      );
    });
  });
});

const run = fc.record({
  epochs: fc.integer({ min: 1, max: 50 }),
  perEpoch: fc.integer({ min: 1, max: 500 }),
  base: fc.double({ min: 1e-6, max: 1, noNaN: true }),
  part: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  warmupEpochs: fc.double({ min: 0, max: 60, noNaN: true }),
});

describe.each(all)('$kind', (schedule) => {
  const values = defaults(schedule.params) as Record<string, unknown>;

  test('gives a finite rate from 0 to the learning rate at every step', () => {
    fc.assert(
      fc.property(run, ({ epochs, perEpoch, base, part, warmupEpochs }) => {
        const steps = epochs * perEpoch;
        const params = 'warmupEpochs' in values ? { ...values, warmupEpochs } : values;
        const step = Math.floor(part * steps);
        const rate = learningRateAt(schedule, params, base, { step, steps, perEpoch, state: {} });
        expect(Number.isFinite(rate)).toBe(true);
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(base * (1 + 1e-12));
      }),
    );
  });

  test('climbs evenly from 0 where it warms up', () => {
    if (!('warmupEpochs' in values)) return;
    const params = { ...values, warmupEpochs: 0.5 };
    const rates = [0, 1, 2, 3, 4].map((step) =>
      learningRateAt(schedule, params, 0.8, { step, steps: 100, perEpoch: 8, state: {} }),
    );
    expect(rates).toEqual([0, 0.2, 0.4, expect.closeTo(0.6, 12), 0.8]);
  });
});

test('one cycle: from a part of the rate up to it, and down far below', () => {
  const rate = (step: number): number =>
    learningRateAt(scheduleOf('oneCycle')!, { peakAt: 0.3, div: 25, finalDiv: 1e4 }, 1, {
      step,
      steps: 101,
      perEpoch: 10,
      state: {},
    });
  expect(rate(0)).toBeCloseTo(1 / 25, 12);
  expect(rate(15)).toBeCloseTo((1 + 1 / 25) / 2, 12);
  expect(rate(30)).toBe(1);
  expect(rate(100)).toBeCloseTo(1 / 25e4, 12);
});

test('a loss that is not a number is no better one, and breaks nothing', () => {
  const values = { ...defaults(reduceOnPlateau.params), patience: 2 };
  let state: ScheduleState = {};
  for (const loss of [NaN, 1, NaN, Infinity]) state = reduceOnPlateau.watch!(values, state, loss);
  expect(state).toEqual({ best: 1, wait: 0, rest: 0, drops: 1 });
});
