/** Mixed precision on a real problem, by the real processes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { multipliesBfloat16 } from '../tensorflow/install/machine.ts';
import { trainSample } from './sample.fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Two networks of handwritten digits: products alone, and convolutions with batch normalisation, pooling and dropout.
test.skipIf(!multipliesBfloat16()).for([
  ['digits-mlp', 30],
  ['digits-cnn', 15],
] as const)('%s in bfloat16 ends within a point of float32', async ([id, epochs]) => {
  const accuracy: number[] = [];
  for (const precision of ['float32', 'bfloat16'] as const) {
    const { model, test } = await trainSample(join(folder, `${id}-${precision}`), id, epochs, {
      backend: 'native',
      threads: 2,
      shards: null,
      precision,
    });
    expect(model.engine.precision).toBe(precision);
    accuracy.push(test.metrics['accuracy']!);
  }
  expect(accuracy[0]).toBeGreaterThan(0.95);
  expect(Math.abs(accuracy[1]! - accuracy[0]!), accuracy.join(' and ')).toBeLessThanOrEqual(0.01);
});
