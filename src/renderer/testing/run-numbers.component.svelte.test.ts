import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EventName, Events, Input, Output, RequestName } from '../../shared/contract/core.ts';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import type { Metric } from '../../shared/contract/runs.ts';
import { packed } from '../../shared/runs/packed.ts';
import { isMeasured, RunSeries } from '../../shared/runs/series.ts';
import { LOOK_EVERY, RunNumbers } from '../charts/run-numbers.svelte.ts';

type Heard = (payload: never, bytes: Uint8Array) => void;

/** Answers with what is known, and tells what is new. */
class Wire {
  known: Metric[] = [];
  asked: unknown[] = [];
  #listeners = new Map<EventName, Heard>();
  request = <N extends RequestName>(_: N, input: Input<N>): Promise<Output<N>> => {
    const { afterStep = -1 } = input as Input<'runs.metrics'>;
    return Promise.resolve(this.known.filter(({ step }) => step > afterStep) as unknown as Output<N>);
  };
  requestBytes = <N extends RequestName>(name: N, input: Input<N>) => {
    this.asked.push(name);
    const { of = 'any', weight } = input as Input<'runs.curves'>;
    const series = new RunSeries(weight);
    series.add(this.known.filter(({ name }) => isMeasured(of, name)));
    const { value, bytes } = packed(series.byName);
    return Promise.resolve({ value: value as unknown as Output<N>, bytes });
  };
  on<E extends EventName>(event: E, listener: (payload: Events[E], bytes: Uint8Array) => void): () => void {
    this.#listeners.set(event, listener as Heard);
    return () => undefined;
  }
  hear(...metrics: Metric[]): void {
    this.#listeners.get('run.metrics')?.({ run: 'r', metrics } as never, NO_BYTES);
  }
}

const loss = (step: number): Metric => ({ step, name: 'loss', value: 1 / step });
const ofEpoch = (step: number): Metric => ({ step, name: 'epoch/loss', value: 1 / step });
let wire: Wire;
let end: () => void;

beforeEach(() => {
  wire = new Wire();
  end = () => undefined;
  vi.useFakeTimers();
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

/** Looks at the run as what draws it does; the lengths of its loss that were seen. */
async function looks(numbers: RunNumbers, name: string, weight = 0): Promise<number[]> {
  const seen: number[] = [];
  end = $effect.root(() => {
    $effect(() => {
      const curves = numbers.of('r', weight);
      if (curves) seen.push(curves.of(name)?.points.x.length ?? 0);
    });
  });
  flushSync();
  await vi.advanceTimersByTimeAsync(LOOK_EVERY);
  flushSync();
  return seen;
}

it('are drawn at most ten times a second, however many messages they come in, and none is lost', async () => {
  wire.known = [loss(1)];
  const seen = await looks(new RunNumbers(wire), 'loss');
  expect(seen).toEqual([1]);
  // Two hundred messages in a second.
  for (let step = 2; step <= 201; step++) {
    wire.hear(loss(step));
    await vi.advanceTimersByTimeAsync(5);
    flushSync();
  }
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.length).toBeLessThanOrEqual(12);
  await vi.advanceTimersByTimeAsync(LOOK_EVERY);
  flushSync();
  expect(seen.at(-1)).toBe(201);
  expect(wire.asked).toHaveLength(1);
});

it('are of epochs only where that is asked for; steps between are no news', async () => {
  wire.known = [ofEpoch(4)];
  const seen = await looks(new RunNumbers(wire, 'epoch'), 'epoch/loss');
  expect(wire.asked).toEqual(['runs.curves']);
  for (const metric of [loss(5), loss(6), loss(7)]) wire.hear(metric);
  await vi.advanceTimersByTimeAsync(LOOK_EVERY);
  flushSync();
  expect(seen).toEqual([1]);
  wire.hear(loss(8), ofEpoch(8));
  await vi.advanceTimersByTimeAsync(LOOK_EVERY);
  flushSync();
  expect(seen).toEqual([1, 2]);
});

it('are followed smoothed and not, and asked for once each', async () => {
  wire.known = [loss(1), loss(2), ofEpoch(2)];
  const numbers = new RunNumbers(wire);
  const seen = await looks(numbers, 'loss', 0.9);
  expect(numbers.of('r')).toBeNull();
  await vi.advanceTimersByTimeAsync(LOOK_EVERY);
  wire.hear(loss(3), ofEpoch(3));
  await vi.advanceTimersByTimeAsync(LOOK_EVERY);
  flushSync();
  expect(seen.at(-1)).toBe(3);
  const [plain, smoothed] = [numbers.of('r')!, numbers.of('r', 0.9)!];
  expect([...plain.names].sort()).toEqual(['epoch/loss', 'loss']);
  expect(smoothed.names).toEqual(['loss']);
  expect(plain.of('loss')!.points).toEqual({ x: [1, 2, 3], y: [1, 1 / 2, 1 / 3] });
  expect(smoothed.of('loss')!.points.y[1]).toBeCloseTo((0.09 + 0.05) / 0.19, 12);
  expect(wire.asked).toEqual(['runs.curves', 'runs.curves']);
});

it('of a long run are few, and all of them are had where they are asked for', async () => {
  wire.known = Array.from({ length: 5000 }, (_, i) => loss(i + 1));
  const numbers = new RunNumbers(wire);
  const seen = await looks(numbers, 'loss');
  expect(seen.at(-1)).toBeLessThan(1700);
  const { whole, closer } = numbers.of('r')!.of('loss')!;
  expect((await whole!()).x).toHaveLength(5000);
  expect(closer).toBeDefined();
});
