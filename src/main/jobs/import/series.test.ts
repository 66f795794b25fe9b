import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDate } from '../files/moments.ts';
import { failureOf, importPaths, previewPaths, testFolder } from './import.fixture.ts';

const folder = testFolder();

const SUNSPOTS = '"YEAR","SUNACTIVITY"\n1700,5\n1701,11\n1702,16\n1703,23\n1704,36\n';

test('a table in the order of its years is a series', async () => {
  const path = await folder.write('sunspots.csv', SUNSPOTS);
  const { manifest, values, notes } = await importPaths([path]);
  expect(manifest).toMatchObject({
    rows: 5,
    order: 'time',
    target: 'SUNACTIVITY',
    time: { column: 'YEAR', first: '1700', last: '1704' },
    source: { kind: 'series' },
    columns: [{ type: 'number', name: 'SUNACTIVITY', statistics: { min: 5, max: 36, mean: 18.2 } }],
  });
  expect(values).toEqual({ SUNACTIVITY: [5, 11, 16, 23, 36] });
  expect(notes).toEqual([]);
  expect(await previewPaths([path])).toMatchObject({
    kind: 'series',
    time: { column: 'YEAR', columns: ['YEAR'] },
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
  const { manifest, values } = await importPaths([await folder.write('stock.csv', text)]);
  expect(manifest.time).toEqual({ column: 'Date', first: '2024-02-29', last: '2024-03-04' });
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

test('files of training and test stay apart', async () => {
  const train = await folder.write('train.csv', 'year,x\n2002,2\n2001,1\n');
  const later = await folder.write('test.csv', 'year,x\n2004,4\n2003,3\n');
  const { manifest, values } = await importPaths([later, train], { as: 'series' });
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
