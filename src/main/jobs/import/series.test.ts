import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDate } from '../files/moments.ts';
import { failureOf, importPaths, previewPaths, testFolder } from './import.fixture.ts';

const folder = testFolder();

const SUNSPOTS = '"YEAR","SUNACTIVITY"\n1700,5\n1701,11\n1702,16\n1703,23\n1704,36\n';

test('a table in the order of its years is a series', async () => {
  const path = await folder.write('sunspots.csv', SUNSPOTS);
  const { manifest, values, moments, notes } = await importPaths([path]);
  expect(moments).toEqual([1700, 1701, 1702, 1703, 1704]);
  expect(manifest).toMatchObject({
    rows: 5,
    order: 'time',
    target: 'SUNACTIVITY',
    time: { column: 'YEAR', first: '1700', last: '1704', clock: 'number' },
    source: { kind: 'series' },
    columns: [{ type: 'number', name: 'SUNACTIVITY', statistics: { min: 5, max: 36, mean: 18.2 } }],
  });
  expect(values).toEqual({ SUNACTIVITY: [5, 11, 16, 23, 36] });
  expect(notes).toEqual([]);
  expect(await previewPaths([path])).toMatchObject({
    kind: 'series',
    time: { column: 'YEAR', columns: ['YEAR'], series: null, naming: [] },
    target: 'SUNACTIVITY',
  });
});

test('the person may want the table all the same', async () => {
  const { manifest } = await importPaths([await folder.write('sunspots.csv', SUNSPOTS)], { as: 'table' });
  expect(manifest).toMatchObject({ order: 'rows', source: { kind: 'table' } });
  expect(manifest.columns.map(({ name }) => name)).toEqual(['YEAR', 'SUNACTIVITY']);
});

test('newest first becomes oldest first; several columns are several series', async () => {
  const text = 'Date,Open,Close,Note\n2024-03-04,3,30,up\n2024-03-01,2,20,up\n2024-02-29,1,10,down\n';
  const { manifest, values, moments } = await importPaths([await folder.write('stock.csv', text)]);
  expect(moments).toEqual([Date.UTC(2024, 1, 29), Date.UTC(2024, 2, 1), Date.UTC(2024, 2, 4)]);
  expect(manifest.time).toEqual({
    column: 'Date',
    first: '2024-02-29',
    last: '2024-03-04',
    clock: 'ymd',
    file: 'moments.f64',
  });
  expect(values).toEqual({ Open: [1, 2, 3], Close: [10, 20, 30], Note: [0, 1, 1] });
  expect(manifest.columns[2]).toMatchObject({ counts: { train: [1, 2] } });
});

test('unsorted and repeated dates, and cells that are none, when the person says that it is a series', async () => {
  const text = 'when,x\n03.01.2020,3\n01.01.2020,1\n02.01.2020,2\n01.01.2020,9\nlater,5\n31.02.2020,6\n';
  const path = await folder.write('log.csv', text);
  expect((await previewPaths([path])).kind).toBe('table');
  const dates = text.replace('later,5\n31.02.2020,6\n', '');
  const sorted = await importPaths([await folder.write('dates.csv', dates)], { as: 'series' });
  expect(sorted.values).toEqual({ x: [1, 2, 3] });
  expect(sorted.notes).toEqual(['dates.csv:5: 2020-01-01 was there before. The row was left out.']);
  expect(await failureOf([path], { as: 'series' })).toMatch(/no column of it holds dates, years or times/);
});

test('numbers that do not say so tell the time where the person says it', async () => {
  const path = await folder.write('steps.csv', 'step,x\n3,1\n1,2\n2,3\n');
  const { manifest, values } = await importPaths([path], { as: 'series', time: 'step' });
  expect(manifest).toMatchObject({
    order: 'time',
    time: { column: 'step', first: '1', last: '3', clock: 'number' },
    source: { kind: 'series' },
  });
  expect(values).toEqual({ x: [2, 3, 1] });
});

test('gaps and missing values are said, and filled if wished', async () => {
  const text = 'month,sales,rain\n2020-01,1,\n2020-02,,7\n2020-03,3,\n2020-07,4,8\n';
  const path = await folder.write('sales.csv', text);
  const kept = await importPaths([path]);
  expect(kept.values).toEqual({ sales: [1, NaN, 3, 4], rain: [NaN, 7, NaN, 8] });
  expect(kept.notes).toEqual([
    'sales.csv: 1 value of sales is missing.',
    'sales.csv: 2 values of rain are missing.',
  ]);
  const filled = await importPaths([path], { fill: true });
  expect(filled.values).toEqual({ sales: [1, 1, 3, 4], rain: [NaN, 7, 7, 8] });
  expect(filled.manifest.columns).toMatchObject([
    { missing: 0, statistics: { mean: 2.25 } },
    { missing: 1, statistics: { min: 7 } },
  ]);
  const days = Array.from(
    { length: 20 },
    (_, i) => `2020-01-${String(i < 10 ? i + 1 : i + 5).padStart(2, '0')},${i}`,
  );
  const { notes } = await importPaths([await folder.write('days.csv', ['day,x', ...days].join('\n'))]);
  expect(notes).toEqual(['days.csv:12: Between 2020-01-10 and 2020-01-15 rows are missing.']);
});

test('any order of the rows gives the same series', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 30 }),
      async (years) => {
        const path = await folder.write(
          `${run++}.csv`,
          ['year,x', ...years.map((year) => `${year},${year / 2}`)].join('\n'),
        );
        const { values } = await importPaths([path], { as: 'series' });
        expect(values['x']).toEqual(years.sort((a, b) => a - b).map((year) => year / 2));
      },
    ),
    { numRuns: 40 },
  );
});

const STACKED = [
  'store,day,sold',
  ...['north', 'south', 'east'].flatMap((store, s) =>
    [1, 2, 3, 4].map((day) => `${store},2024-01-0${day},${10 * s + day}`),
  ),
].join('\n');

test('series one under another are told apart by the column whose every value has its own moments', async () => {
  const path = await folder.write('stacked.csv', STACKED);
  const { manifest, values, notes } = await importPaths([path]);
  expect(manifest).toMatchObject({
    order: 'time',
    target: 'sold',
    time: { column: 'day', first: '2024-01-01', last: '2024-01-04', clock: 'ymd' },
    series: {
      column: 'store',
      ranges: [
        { name: 'north', rows: [0, 4] },
        { name: 'south', rows: [4, 8] },
        { name: 'east', rows: [8, 12] },
      ],
    },
  });
  expect(values).toEqual({ sold: [1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24] });
  expect(notes).toEqual([]);
  expect(await previewPaths([path])).toMatchObject({
    kind: 'series',
    time: { column: 'day', series: 'store', naming: ['store'] },
  });
});

test('one series after all, another column, or one that is not there', async () => {
  const path = await folder.write('stacked.csv', STACKED);
  const one = await importPaths([path], { as: 'series', series: null });
  expect(one.manifest.series).toBeUndefined();
  expect(one.values).toEqual({ store: [1, 1, 1, 1], sold: [1, 2, 3, 4] });
  expect(one.notes).toHaveLength(8);
  const kept = await importPaths([path], { as: 'series', columns: [{ index: 0, type: 'category' }] });
  expect(kept.manifest.columns.map(({ name }) => name)).toEqual(['store', 'sold']);
  expect(await failureOf([path], { as: 'series', series: 'shop' })).toMatch(/no column shop that could name/);
});

test('repeated moments, gaps and names that are missing are said with their series', async () => {
  const years = Array.from({ length: 20 }, (_, i) => `b,${i < 19 ? 2001 + i : 2040},${i > 0 ? i : ''}`);
  const text = ['id,year,x', 'a,2001,1', 'a,2002,', 'a,2003,3', 'a,2003,4', ',2001,9', ...years].join('\n');
  const path = await folder.write('faults.csv', text);
  const { manifest, values, notes } = await importPaths([path], { as: 'series', series: 'id', fill: true });
  // What is missing at the start of a series is not taken from the end of the one before.
  expect(values['x']!.slice(0, 5)).toEqual([1, 1, 3, NaN, 1]);
  expect(manifest.series!.ranges).toEqual([
    { name: 'a', rows: [0, 3] },
    { name: 'b', rows: [3, 23] },
  ]);
  expect(notes).toEqual([
    'faults.csv:6: The row has no value for id, which names its series. It was left out.',
    'faults.csv:5: 2003 was there before in "a". The row was left out.',
    'faults.csv:26: Between 2019 and 2040 rows are missing in "b".',
    'faults.csv: 2 values of x are missing, and became the last one before.',
  ]);
});

test('a table is several series where, and only where, time repeats between names and never within one', async () => {
  let run = 0;
  const rows = fc.uniqueArray(
    fc.record({ id: fc.constantFrom('a', 'b', 'c'), day: fc.integer({ min: 1, max: 28 }) }),
    { selector: ({ id, day }) => `${id}${day}`, minLength: 9, maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), async (drawn, stacked) => {
      const byId = [...drawn].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.day - b.day));
      const byDay = [...drawn].sort((a, b) => a.day - b.day || (a.id < b.id ? -1 : 1));
      const text = (stacked ? byId : byDay).map(
        ({ id, day }) => `2024-01-${String(day).padStart(2, '0')},${id},${day}`,
      );
      const path = await folder.write(`${run++}.csv`, ['day,id,x', ...text].join('\n'));
      const { manifest, values } = await importPaths([path], { as: 'series' });
      const ids = new Set(drawn.map(({ id }) => id));
      const days = byDay.map(({ day }) => day);
      const rising = (stacked ? byId : byDay).every(({ day }, i, all) => i === 0 || day > all[i - 1]!.day);
      const several = ids.size > 1 && !rising && ids.size * 3 <= drawn.length;
      expect(manifest.series !== undefined).toBe(several);
      if (!several) return;
      const { ranges } = manifest.series!;
      expect(new Set(ranges.map(({ name }) => name))).toEqual(ids);
      for (const { name, rows } of ranges)
        expect(values['x']!.slice(...rows)).toEqual(
          byId.filter(({ id }) => id === name).map(({ day }) => day),
        );
      expect(days).toHaveLength(values['x']!.length);
    }),
    { numRuns: 60 },
  );
});

test('files of training and test stay apart', async () => {
  const train = await folder.write('train.csv', 'year,x\n2002,2\n2001,1\n');
  const later = await folder.write('test.csv', 'year,x\n2004,4\n2003,3\n');
  const { manifest, values, moments } = await importPaths([later, train], { as: 'series' });
  expect(moments).toEqual([2001, 2002, 2003, 2004]);
  expect(manifest.splits).toEqual({ train: [0, 2], validation: [2, 2], test: [2, 4] });
  expect(values).toEqual({ x: [1, 2, 3, 4] });
});

test.each([
  ['2020-02-29', 'ymd', Date.UTC(2020, 1, 29)],
  ['1999-12', 'ymd', Date.UTC(1999, 11, 1)],
  ['2020/1/5 7:30', 'ymd', Date.UTC(2020, 0, 5, 7, 30)],
  ['2020-01-05T07:30:15.250Z', 'ymd', Date.UTC(2020, 0, 5, 7, 30, 15)],
  ['5.1.2020', 'dmy', Date.UTC(2020, 0, 5)],
  ['1/5/2020', 'mdy', Date.UTC(2020, 0, 5)],
  ['13/13/2020', 'mdy', NaN],
  ['2021-02-29', 'ymd', NaN],
  ['2020', 'ymd', NaN],
  ['1.5', 'dmy', NaN],
] as const)('%s as %s', (text, form, moment) => {
  expect(parseDate(text, form)).toBe(moment);
});
