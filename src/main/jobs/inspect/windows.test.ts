import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Span } from '../../../shared/kinds/recipe.ts';
import type { PlannedInput } from '../model/plan.ts';
import { rowByRow } from './file-rows.ts';
import type { FeatureBatch, FileRow } from './file-rows.ts';
import { windowsOf } from './windows.ts';

const input = (node: string, span: Span | null): PlannedInput => ({
  node,
  columns: [],
  shape: [],
  normalise: 'none',
  span,
});
const span = (offset: number, length: number): Span => ({ axis: 'rows', offset, length });
const form = { names: ['n'], delimiter: ',', comma: false };
const time: DatasetManifest['time'] = { column: 'day', first: '', last: '', clock: 'dmy' };

interface Row {
  readonly value: number;
  readonly moment?: string;
  readonly series?: string;
}

/** Rows of two numbers for `a` and one for `b`, a few at a time. */
async function* batches(rows: readonly Row[], each: number): AsyncGenerator<FeatureBatch> {
  for (let from = 0; from < rows.length; from += each) {
    const own = rows.slice(from, from + each);
    yield rowByRow(
      form,
      own.map(({ value, moment = null, series = null }, i): FileRow => ({
        name: `file.csv:${from + i + 2}`,
        cells: [String(value)],
        moment,
        series,
      })),
      {
        a: Float32Array.from(own.flatMap(({ value }) => [value, -value])),
        b: Float32Array.from(own, ({ value }) => value),
      },
    );
  }
}

/** Of each row that is answered its value, with what is read for it. */
async function windows(rows: readonly Row[], inputs: readonly PlannedInput[], each = 100) {
  const all = { a: [] as number[], b: [] as number[], sources: [] as string[], answered: [] as number[] };
  let passed = 0;
  for await (const one of windowsOf('file.csv', batches(rows, each), { inputs, time, batch: each })) {
    all.a.push(...one.features['a']!);
    all.b.push(...one.features['b']!);
    all.sources.push(...one.sources);
    all.answered.push(...one.at.map((at) => Number(one.rows[at]!.cells[0])));
    passed += one.rows.length;
  }
  expect(passed).toBe(rows.length);
  return all;
}

const counted = (count: number): Row[] => Array.from({ length: count }, (_, i) => ({ value: i + 1 }));

test.each([1, 2, 3, 100])(
  'a window ends at every row that has enough before it, however many rows come at once: %i',
  async (each) => {
    const found = await windows(counted(5), [input('a', span(0, 3)), input('b', span(1, 1))], each);
    expect(found.sources).toEqual(['file.csv:2–4', 'file.csv:3–5', 'file.csv:4–6']);
    expect(found.answered).toEqual([3, 4, 5]);
    expect(found.a).toEqual([1, 2, 3, 2, 3, 4, 3, 4, 5].flatMap((n) => [n, -n]));
    expect(found.b).toEqual([2, 3, 4]);
  },
);

test('rows that stand by themselves stay so', async () => {
  const found = await windows(counted(3), [input('a', null), input('b', null)], 2);
  expect(found.sources).toEqual(['file.csv:2', 'file.csv:3', 'file.csv:4']);
  expect(found.b).toEqual([1, 2, 3]);
});

test('a file that is shorter than a window is refused with both numbers', async () => {
  const all = [input('a', span(0, 3)), input('b', span(0, 3))];
  await expect(windows(counted(2), all)).rejects.toMatchObject({
    failure: { code: 'import-failed', facts: { file: 'file.csv', detail: { key: 'tooFew', facts: [2, 3] } } },
  });
});

const dayOf = (day: number): string => `${String(day).padStart(2, '0')}.01.2024`;

test('in whatever order a file has its rows: each reads those before it in its own series, and they stay in the file’s order', async () => {
  const rows = fc.uniqueArray(
    fc.record({ day: fc.integer({ min: 1, max: 31 }), series: fc.constantFrom('x', 'y', 'z') }),
    { selector: ({ day, series }) => `${series}${day}`, minLength: 1, maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(1, 7, 100),
      async (drawn, reach, each) => {
        const file = drawn.map(({ day, series }, i) => ({ day, series, value: i + 1, moment: dayOf(day) }));
        /** By definition: the rows of the series up to this one. */
        const before = ({ series, day }: (typeof file)[number]): number[] =>
          file
            .filter((other) => other.series === series && other.day <= day)
            .sort((a, b) => a.day - b.day)
            .map(({ value }) => value)
            .slice(-reach);
        const wanted = file.filter((row) => before(row).length === reach);
        if (wanted.length === 0) return;
        const found = await windows(file, [input('a', span(0, reach)), input('b', span(reach - 1, 1))], each);
        expect(found.answered).toEqual(wanted.map(({ value }) => value));
        expect(found.a).toEqual(wanted.flatMap((row) => before(row).flatMap((n) => [n, -n])));
        expect(found.b).toEqual(wanted.map(({ value }) => value));
      },
    ),
    { numRuns: 200 },
  );
});

test('of rows of one moment the first counts; a cell that tells no time is named', async () => {
  const rows = [1, 2, 2, 3].map((day, i) => ({ value: i + 1, moment: dayOf(day) }));
  const inputs = [input('a', span(0, 2)), input('b', span(0, 2))];
  const { answered, b } = await windows(rows, inputs);
  expect(answered).toEqual([2, 4]);
  expect(b).toEqual([1, 2, 2, 4]);
  await expect(windows([...rows, { value: 5, moment: 'later' }], inputs)).rejects.toMatchObject({
    failure: { facts: { detail: { key: 'notATime', facts: ['file.csv:6', 'day', 'later'] } } },
  });
});
