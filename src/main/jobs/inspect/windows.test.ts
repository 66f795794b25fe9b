import { expect, test } from 'vitest';
import type { Span } from '../../../shared/kinds/recipe.ts';
import type { PlannedInput } from '../model/plan.ts';
import type { FeatureBatch } from './features.ts';
import { windowsOf } from './windows.ts';

const input = (node: string, span: Span | null): PlannedInput => ({
  node,
  columns: [],
  shape: [],
  normalise: 'none',
  span,
});
const rows = (offset: number, length: number): Span => ({ axis: 'rows', offset, length });

/** Rows 1, 2, … of two numbers for `a` and one for `b`, a few at a time. */
async function* batches(count: number, each: number): AsyncGenerator<FeatureBatch> {
  for (let from = 1; from <= count; from += each) {
    const own = Array.from({ length: Math.min(each, count - from + 1) }, (_, i) => from + i);
    yield {
      features: { a: Float32Array.from(own.flatMap((n) => [n, -n])), b: Float32Array.from(own) },
      sources: own.map((n) => `file.csv:${n + 1}`),
    };
  }
}

async function windows(count: number, each: number, inputs: readonly PlannedInput[]) {
  const all = { a: [] as number[], b: [] as number[], sources: [] as string[] };
  for await (const { features, sources } of windowsOf('file.csv', batches(count, each), inputs)) {
    all.a.push(...features['a']!);
    all.b.push(...features['b']!);
    all.sources.push(...sources);
  }
  return all;
}

test.each([1, 2, 3, 100])(
  'a window begins at every row, however many rows come at once: %i',
  async (each) => {
    const found = await windows(5, each, [input('a', rows(0, 3)), input('b', rows(1, 1))]);
    expect(found.sources).toEqual(['file.csv:2–4', 'file.csv:3–5', 'file.csv:4–6']);
    expect(found.a).toEqual([1, 2, 3, 2, 3, 4, 3, 4, 5].flatMap((n) => [n, -n]));
    expect(found.b).toEqual([2, 3, 4]);
  },
);

test('rows that stand by themselves stay so', async () => {
  const found = await windows(3, 2, [input('a', null), input('b', null)]);
  expect(found.sources).toEqual(['file.csv:2', 'file.csv:3', 'file.csv:4']);
  expect(found.b).toEqual([1, 2, 3]);
});

test('a file that is shorter than a window is refused with both numbers', async () => {
  const all = [input('a', rows(0, 3)), input('b', rows(0, 3))];
  await expect(windows(2, 1, all)).rejects.toMatchObject({
    failure: { code: 'import-failed', facts: { file: 'file.csv', detail: { key: 'tooFew', facts: [2, 3] } } },
  });
});
