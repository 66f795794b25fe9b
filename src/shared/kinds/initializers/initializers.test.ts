import { expect, test } from 'vitest';
import { fans } from './fans.ts';
import { initializerOf, initializers } from './index.ts';
import { orthogonal } from './orthogonal.ts';

const moments = (values: Float32Array): { mean: number; deviation: number; largest: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(variance),
    largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
};

test.for([...initializers])('$kind depends on seed and stream alone', ({ fill }) => {
  expect(fill([3, 4], 5, 'a')).toEqual(fill([3, 4], 5, 'a'));
  expect(fill([3, 4], 5, 'a')).toHaveLength(12);
});

test('another seed or weight gives other numbers', () => {
  for (const { kind, fill } of initializers) {
    if (kind === 'zeros' || kind === 'ones') continue;
    expect(fill([8], 5, 'a')).not.toEqual(fill([8], 6, 'a'));
    expect(fill([8], 5, 'a')).not.toEqual(fill([8], 5, 'b'));
  }
});

test('fans are those of Keras', () => {
  expect(fans([])).toEqual({ fanIn: 1, fanOut: 1 });
  expect(fans([7])).toEqual({ fanIn: 7, fanOut: 7 });
  expect(fans([7, 5])).toEqual({ fanIn: 7, fanOut: 5 });
  expect(fans([3, 2, 7, 5])).toEqual({ fanIn: 42, fanOut: 30 });
});

/** Deviation of each for fan in 300, fan out 100: what Keras' documentation gives. */
const deviations: Readonly<Record<string, number>> = {
  glorotUniform: Math.sqrt(2 / 400),
  glorotNormal: Math.sqrt(2 / 400),
  heUniform: Math.sqrt(2 / 300),
  heNormal: Math.sqrt(2 / 300),
  lecunUniform: Math.sqrt(1 / 300),
  orthogonal: Math.sqrt(1 / 300),
  lecunNormal: Math.sqrt(1 / 300),
  zeros: 0,
  ones: 0,
};

test.for([...initializers])('$kind has the deviation it should', ({ kind, fill }) => {
  const { mean, deviation, largest } = moments(fill([300, 100], 3, 'weight'));
  expect(Math.abs(deviation - deviations[kind]!)).toBeLessThan(0.01 * Math.max(0.01, deviations[kind]!));
  expect(Math.abs(mean - (kind === 'ones' ? 1 : 0))).toBeLessThan(0.001);
  if (kind.endsWith('Uniform')) expect(largest).toBeLessThanOrEqual(deviations[kind]! * Math.sqrt(3));
  if (kind.endsWith('Normal')) expect(largest).toBeLessThan((deviations[kind]! * 2) / 0.8796);
});

test.for([
  [7, 4],
  [4, 7],
  [3, 2, 5],
])('orthogonal columns, or rows where there are fewer, of %o', (shape) => {
  const values = orthogonal.fill(shape, 3, 'weight');
  const columns = shape.at(-1)!;
  const rows = values.length / columns;
  const at = (vector: number, i: number): number =>
    rows >= columns ? values[i * columns + vector]! : values[vector * columns + i]!;
  const [length, count] = [Math.max(rows, columns), Math.min(rows, columns)];
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      let product = 0;
      for (let i = 0; i < length; i++) product += at(a, i) * at(b, i);
      expect(Math.abs(product - (a === b ? 1 : 0))).toBeLessThan(1e-6);
    }
  }
});

test('an LSTM remembers at first', () => {
  expect([...initializerOf('unitForgetBias')!.fill([8], 1, 'bias')]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
});
