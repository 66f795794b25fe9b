/** Trainers in tests: some steps, and how close numbers have to be. */
import { expect } from 'vitest';
import { permutation } from '../../../shared/random.ts';
import { stepsTogether } from './trainer.ts';
import type { Trainer, TrainerOptions } from './trainer.ts';

/** Two epochs in an order of their own; the last batch of each may be smaller. */
export function trainSome(trainer: Trainer, { data, batchSize }: TrainerOptions): readonly Float32Array[] {
  const order = permutation(data.split.train.length, 1, 'order').map((i) => data.split.train[i]!);
  const series: Float32Array[] = [];
  let step = 0;
  for (let epoch = 0; epoch < 2; epoch++) {
    for (let from = 0; from < order.length;) {
      const count = stepsTogether(trainer, Math.floor((order.length - from) / batchSize));
      const rates = Array.from({ length: count }, (_, i) => 0.01 / (1 + ((step + i) % 3) / 8));
      const rows = order.slice(from, (from += count * batchSize));
      series.push(...trainer.step(rows, step, ...rates));
      step += count;
    }
  }
  return series;
}

/** |a - b| <= 1e-5 · max(1, largest |b|) for every number. */
export function expectClose(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  what: string,
  tolerance = 1e-5,
): void {
  const largest = Math.max(1, ...Array.from(b, Math.abs));
  const worst = Math.max(0, ...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
  expect(Number.isFinite(worst) && a.length === b.length, `${what}: finite and as long`).toBe(true);
  expect(worst / largest, what).toBeLessThanOrEqual(tolerance);
}
