import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import { createBook } from './metrics.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A run of so many epochs of four steps each; what it sent, and when, in milliseconds. */
function train(epochs: number, msPerStep: number) {
  const events: { readonly at: number; readonly event: TrainEvent }[] = [];
  const began = performance.now();
  const send = (event: TrainEvent): void => void events.push({ at: performance.now() - began, event });
  const perEpoch = 4;
  const book = createBook({
    run: 'r',
    series: ['loss'],
    sums: { rows: 0, series: [] },
    epochs,
    steps: epochs * perEpoch,
    rowsPerEpoch: 128,
    send,
  });
  for (let step = 1; step <= epochs * perEpoch; step++) {
    vi.advanceTimersByTime(msPerStep);
    book.stepped(step, Math.ceil(step / perEpoch), 32, [Float32Array.of(1 / step)]);
    if (step % perEpoch === 0) book.measured(step, { ...book.closeEpoch(), 'validation/loss': NaN });
  }
  book.flush();
  const sent = events.flatMap(({ at, event }) =>
    event.type === 'metrics' ? [{ at, of: event.metrics }] : [],
  );
  return { events, sent, seconds: (performance.now() - began) / 1000 };
}

it('short epochs share a message, and nothing is lost', () => {
  const { events, sent, seconds } = train(1000, 1);
  expect(seconds).toBe(4);
  // Ten a second of steps, of epochs and of progress.
  expect(events.length).toBeLessThan(3 * 10 * seconds + 3);
  const all = sent.flatMap(({ of }) => of);
  expect(all.filter(({ name }) => name === 'loss').map(({ step }) => step)).toEqual(
    Array.from({ length: 4000 }, (_, i) => i + 1),
  );
  expect(all.filter(({ name }) => name === 'epoch/loss')).toHaveLength(1000);
  expect(all.some(({ name }) => name === 'validation/loss')).toBe(false);
});

it('what a long epoch measures is told as soon as it ends', () => {
  const { sent } = train(3, 300);
  const ofEpochs = sent.filter(({ of }) => of.some(({ name }) => name === 'epoch/loss'));
  expect(ofEpochs.map(({ at }) => at)).toEqual([1200, 2400, 3600]);
});
