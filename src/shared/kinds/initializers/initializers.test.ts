import { describe, expect, test } from 'vitest';
import type { AnyInitializer } from '../define.ts';
import type { Params } from '../params.ts';
import { fans } from './fans.ts';
import type { Shape } from '../shape.ts';
import { initialValues, initializers } from './index.ts';
import { ownParams } from './params.ts';

/** Values of a weight by name of the initializer, its parameters at their defaults unless given. */
const filled = (
  initializer: string,
  shape: Shape,
  {
    seed = 3,
    stream = 'weight',
    ...initializerParams
  }: Readonly<Record<string, unknown>> & { readonly seed?: number; readonly stream?: string } = {},
): Float32Array => initialValues({ shape, initializer, initializerParams, trainable: true }, seed, stream);

const moments = (values: Float32Array): { mean: number; deviation: number; largest: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(variance),
    largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
};

test.for([...initializers])('$kind depends on seed and stream alone', ({ kind }) => {
  expect(filled(kind, [3, 4])).toEqual(filled(kind, [3, 4]));
  expect(filled(kind, [3, 4])).toHaveLength(12);
});

test('another seed or weight gives other numbers', () => {
  for (const { kind } of initializers) {
    if (['zeros', 'ones', 'constant', 'identity'].includes(kind)) continue;
    expect(filled(kind, [4, 3])).not.toEqual(filled(kind, [4, 3], { seed: 6 }));
    expect(filled(kind, [4, 3])).not.toEqual(filled(kind, [4, 3], { stream: 'b' }));
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

test.for([...initializers])('$kind has the deviation it should', ({ kind }) => {
  const { mean, deviation, largest } = moments(filled(kind, [300, 100]));
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
  const values = filled('orthogonal', shape);
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
  expect([...filled('identity', [2, 3])]).toEqual([1, 0, 0, 0, 1, 0]);
  expect([...filled('identity', [3, 2])]).toEqual([1, 0, 0, 1, 0, 0]);
  expect(() => filled('identity', [3, 3, 2, 2])).toThrow('is a matrix');
});

test.for([
  [7, 4],
  [4, 7],
  [3, 2, 5],
])('orthogonal columns, or rows where there are fewer, of %o', (shape) => {
  const values = filled('orthogonal', shape);
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

test('a vector in parts is filled part by part, each by its own length and with numbers of its own', () => {
  const drawn = { initializer: 'heNormal', length: 2 };
  const parts = [drawn, { initializer: 'ones', length: 3 }, drawn];
  const values = initialValues({ shape: [7], initializer: 'heNormal', parts, trainable: true }, 3, 'bias');
  const alone = (stream: string): number[] => [
    ...initialValues({ shape: [2], initializer: 'heNormal', trainable: true }, 3, stream),
  ];
  expect([...values]).toEqual([...alone('bias/0'), 1, 1, 1, ...alone('bias/2')]);
  expect(alone('bias/0')).not.toEqual(alone('bias/2'));
});

describe('parameters', () => {
  test('a constant has its value everywhere', () => {
    expect(new Set(filled('constant', [3, 4], { value: -1.5 }))).toEqual(new Set([-1.5]));
  });

  test('a diagonal and directions at right angles are as long as their gain', () => {
    expect([...filled('identity', [2, 3], { gain: 3 })]).toEqual([3, 0, 0, 0, 3, 0]);
    const plain = filled('orthogonal', [5, 3]);
    expect([...filled('orthogonal', [5, 3], { gain: 2 })]).toEqual([...plain].map((x) => 2 * x));
  });

  test.for([
    ['randomNormal', { mean: 2, stddev: 0.5 }, 2, 0.5, Infinity],
    ['randomNormal', { stddev: 0 }, 0, 0, 0],
    ['truncatedNormal', { mean: -1, stddev: 2 }, -1, 2 * 0.8796, 4],
    ['randomUniform', { minval: 1, maxval: 4 }, 2.5, 3 / Math.sqrt(12), 1.5],
  ] as const)('%s with %o', ([kind, params, mean, deviation, farthest]) => {
    const values = filled(kind, [300, 100], params);
    const found = moments(values);
    expect(Math.abs(found.mean - mean)).toBeLessThan(0.02 * Math.max(deviation, 1e-3));
    expect(Math.abs(found.deviation - deviation)).toBeLessThan(0.01 * deviation + 1e-6);
    const distance = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
    expect(distance).toBeLessThanOrEqual(farthest + 1e-6);
    if (farthest < Infinity) expect(distance).toBeGreaterThan(0.99 * farthest - 1e-6);
  });

  /** Fan in 300, fan out 100. */
  const fan = { fan_in: 300, fan_out: 100, fan_avg: 200 };
  /** How many deviations the farthest number is away. */
  const farthest = { truncated_normal: 2 / 0.8796, untruncated_normal: Infinity, uniform: Math.sqrt(3) };
  test.for(
    Object.keys(fan).flatMap((mode) => Object.keys(farthest).map((distribution) => ({ mode, distribution }))),
  )('variance scaling by $mode, $distribution', ({ mode, distribution }) => {
    const { mean, deviation, largest } = moments(
      filled('varianceScaling', [300, 100], { scale: 3, mode, distribution }),
    );
    const wanted = Math.sqrt(3 / fan[mode as keyof typeof fan]);
    expect(Math.abs(mean)).toBeLessThan(0.02 * wanted);
    expect(Math.abs(deviation - wanted)).toBeLessThan(0.01 * wanted);
    const most = farthest[distribution as keyof typeof farthest];
    expect(largest).toBeLessThanOrEqual(most * wanted * 1.0001);
    expect(largest).toBeGreaterThan(Math.min(most * 0.99, 3) * wanted);
  });
});

test('parameters of one name are one parameter', () => {
  for (const { params } of initializers as readonly AnyInitializer[])
    for (const [name, param] of Object.entries(params as Params))
      expect(ownParams[name as keyof typeof ownParams]).toBe(param);
});
