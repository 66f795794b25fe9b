import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EventName, Events, Input, Output, RequestName } from '../../shared/contract/core.ts';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import type { Metric } from '../../shared/contract/runs.ts';
import { LOOK_EVERY, RunNumbers } from '../charts/run-numbers.svelte.ts';

type Heard = (payload: never, bytes: Uint8Array) => void;

/** Answers with what is known, and tells what is new. */
class Wire {
  known: Metric[] = [];
  asked: unknown[] = [];
  #listeners = new Map<EventName, Heard>();
  request = <N extends RequestName>(_: N, input: Input<N>): Promise<Output<N>> => {
    this.asked.push(input);
    return Promise.resolve([...this.known] as unknown as Output<N>);
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
async function looks(numbers: RunNumbers, name: string): Promise<number[]> {
  const seen: number[] = [];
  end = $effect.root(() => {
    $effect(() => {
      const series = numbers.of('r');
      if (series) seen.push(series.of(name)?.length ?? 0);
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
  const seen = await looks(new RunNumbers(wire, { perEpoch: true }), 'epoch/loss');
  expect(wire.asked).toEqual([{ run: 'r', perEpoch: true }]);
  for (const metric of [loss(5), loss(6), loss(7)]) wire.hear(metric);
  await vi.advanceTimersByTimeAsync(LOOK_EVERY);
  flushSync();
  expect(seen).toEqual([1]);
  wire.hear(loss(8), ofEpoch(8));
  await vi.advanceTimersByTimeAsync(LOOK_EVERY);
  flushSync();
  expect(seen).toEqual([1, 2]);
});
