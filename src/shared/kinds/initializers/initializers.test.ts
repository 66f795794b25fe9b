import { expect, test } from 'vitest';
import { fans } from './fans.ts';
import { identity } from './identity.ts';
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
    if (['zeros', 'ones', 'constant', 'identity'].includes(kind)) continue;
    expect(fill([4, 3], 5, 'a')).not.toEqual(fill([4, 3], 6, 'a'));
    expect(fill([4, 3], 5, 'a')).not.toEqual(fill([4, 3], 5, 'b'));
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
  lecunNormal: Math.sqrt(1 / 300),
  varianceScaling: Math.sqrt(1 / 300),
  randomNormal: 0.05,
  randomUniform: 0.05 / Math.sqrt(3),
  truncatedNormal: 0.05 * 0.8796,
  orthogonal: Math.sqrt(1 / 300),
  // 100 ones among 30 000.
  identity: Math.sqrt((1 / 300) * (1 - 1 / 300)),
  constant: 0,
  zeros: 0,
  ones: 0,
};

test.for([...initializers])('$kind has the deviation it should', ({ kind, fill }) => {
  const { mean, deviation, largest } = moments(fill([300, 100], 3, 'weight'));
  expect(Math.abs(deviation - deviations[kind]!)).toBeLessThan(0.01 * Math.max(0.01, deviations[kind]!));
  expect(Math.abs(mean - ({ ones: 1, identity: 1 / 300 }[kind as string] ?? 0))).toBeLessThan(0.001);
  if (kind.endsWith('Uniform')) expect(largest).toBeLessThanOrEqual(deviations[kind]! * Math.sqrt(3));
  if (kind.endsWith('Normal') && kind !== 'randomNormal')
    expect(largest).toBeLessThan((deviations[kind]! * 2.0001) / 0.8796);
});

test.for([
  [6, 4],
  [4, 6],
  [5, 5],
  [3, 3, 2, 4],
  [2, 2, 1, 9],
])('orthogonal directions are at right angles and of length 1: %o', (shape) => {
  const columns = shape.at(-1)!;
  const values = orthogonal.fill(shape, 3, 'weight');
  const rows = values.length / columns;
  const vectors =
    columns <= rows
      ? Array.from({ length: columns }, (_, i) => values.filter((_, k) => k % columns === i))
      : Array.from({ length: rows }, (_, i) => values.slice(i * columns, (i + 1) * columns));
  vectors.forEach((a, i) =>
    vectors.forEach((b, j) => {
      const product = a.reduce((sum, x, k) => sum + x * b[k]!, 0);
      expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-6);
    }),
  );
});

test('the identity has ones on its diagonal, and is a matrix', () => {
  expect([...identity.fill([2, 3], 1, 'weight')]).toEqual([1, 0, 0, 0, 1, 0]);
  expect([...identity.fill([3, 2], 1, 'weight')]).toEqual([1, 0, 0, 1, 0, 0]);
  expect(() => identity.fill([3, 3, 2, 2], 1, 'weight')).toThrow('is a matrix');
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
