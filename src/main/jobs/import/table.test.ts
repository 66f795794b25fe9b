import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { failureOf, importPaths, previewPaths, testFolder } from './import.fixture.ts';

const folder = testFolder();

const types = ({ columns }: DatasetManifest): string[] => columns.map(({ name, type }) => `${name}: ${type}`);
const classes = (manifest: DatasetManifest, name: string): readonly string[] => {
  const column = manifest.columns.find((candidate) => candidate.name === name)!;
  return column.type === 'category' ? column.classes : [];
};

const PETS = 'weight,age,kind\n4.5,3,cat\n12,,dog\n3.9,1,cat\n';

test('a header, numbers, categories, a missing cell and the target are found', async () => {
  const { manifest, values, notes } = await importPaths([await folder.write('pets.csv', PETS)]);
  expect(types(manifest)).toEqual(['weight: number', 'age: number', 'kind: category']);
  expect(values).toEqual({
    weight: [4.5, 12, Math.fround(3.9)],
    age: [3, NaN, 1],
    kind: [0, 1, 0],
  });
  expect(manifest).toMatchObject({
    name: 'pets',
    rows: 3,
    target: 'kind',
    splits: { train: [0, 3], validation: [3, 3], test: [3, 3] },
    source: { kind: 'table', files: [{ name: 'pets.csv', bytes: PETS.length }] },
  });
  expect(manifest.columns[1]).toMatchObject({
    missing: 1,
    statistics: { min: 1, max: 3, mean: 2, standardDeviation: 1 },
  });
  expect(manifest.columns[2]).toMatchObject({ classes: ['cat', 'dog'], counts: { train: [2, 1] } });
  expect(notes).toEqual([]);
});

const ENCODINGS: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16 LE with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 LE', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16 BE with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['Latin-1', (text) => Buffer.from(text, 'latin1')],
  ['gzip', (text) => gzipSync(text)],
];
test.each(ENCODINGS)('%s gives the same data set', async (_, encode) => {
  const text = 'größe;länge;art\r\n1,5;2;Kätzchen\r\n2,5;3;Hund\r\n';
  const { manifest, values } = await importPaths([await folder.write('tiere.csv', encode(text))]);
  expect(types(manifest)).toEqual(['größe: number', 'länge: number', 'art: category']);
  expect(classes(manifest, 'art')).toEqual(['Hund', 'Kätzchen']);
  expect(values).toEqual({ größe: [1.5, 2.5], länge: [2, 3], art: [1, 0] });
});

test('ragged rows are named by file and line and left out, with three kinds of line ends', async () => {
  const { values, notes } = await importPaths([
    await folder.write('bad.csv', 'a,b,c\r\n1,2,3\r4,5\n"6\n7",8,9,10\n\n11,12,13'),
  ]);
  expect(values['b']).toEqual([2, 12]);
  expect(notes).toEqual([
    'bad.csv:3: The row has 2 cells, but the table has 3 columns. It was left out.',
    'bad.csv:4: The row has 4 cells, but the table has 3 columns. It was left out.',
  ]);
});

test('scikit-learn writes counts and class names in the first line', async () => {
  const text = '6,2,setosa,versicolor\n5.1,3.5,0\n4.9,3,0\n4.7,3.2,1\n4.6,3.1,1\n5,3.6,0\n5.4,3.9,1\n';
  const { manifest, values } = await importPaths([await folder.write('iris.csv', text)]);
  expect(manifest.rows).toBe(6);
  expect(classes(manifest, 'column 3')).toEqual(['setosa', 'versicolor']);
  expect(values['column 3']).toEqual([0, 0, 1, 1, 0, 1]);
  expect(manifest.target).toBe('column 3');
  const { table } = await previewPaths([await folder.write('iris.csv', text)]);
  expect(table!.columns.map(({ classNames }) => classNames)).toEqual([
    undefined,
    undefined,
    { 0: 'setosa', 1: 'versicolor' },
  ]);
});

test('without a header the columns are numbered; few whole numbers at the end are classes', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i * 1.5}\t${i}\t${i % 3}`).join('\n');
  const { manifest } = await importPaths([await folder.write('plain.tsv', rows)]);
  expect(types(manifest)).toEqual(['column 1: number', 'column 2: number', 'column 3: category']);
  expect(manifest.rows).toBe(40);
});

test('the options decide over what was inferred', async () => {
  const path = await folder.write('pets.csv', PETS);
  const { manifest, values } = await importPaths([path], {
    columns: [
      { index: 0, type: 'skip' },
      { index: 1, name: 'years', type: 'category' },
      { index: 2, name: 'animal' },
    ],
    target: 'animal',
  });
  expect(types(manifest)).toEqual(['years: category', 'animal: category']);
  expect(classes(manifest, 'years')).toEqual(['1', '3', '(missing)']);
  expect(values['years']).toEqual([1, 2, 0]);
  const headless = await importPaths([path], { header: false });
  expect(headless.manifest.rows).toBe(4);
  expect(await failureOf([path], { target: 'colour' })).toBe(
    'pets.csv could not be imported: it has no column colour to learn.',
  );
});

test('numeric columns become pictures', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => `${i % 17},0,8,16,${i % 2}`).join('\n');
  const path = await folder.write('tiny.csv', `${rows}\n17,0,8,99,1\n`);
  const { manifest, values, notes } = await importPaths([path], {
    image: { shape: [2, 2, 1], scale: 15 },
    target: 'column 5',
  });
  expect(manifest.columns[0]).toMatchObject({ type: 'image', name: 'image', shape: [2, 2, 1] });
  expect(values['image']!.slice(0, 8)).toEqual([0, 0, 120, 240, 15, 0, 120, 240]);
  expect(values['image']).toHaveLength(80);
  expect(notes).toEqual([
    'tiny.csv:21: "99" in column 4 is not a brightness from 0 to 255. The row was left out.',
  ]);
  expect(await failureOf([path], { image: { shape: [3, 3, 1], scale: 1 }, target: 'column 5' })).toMatch(
    /an image of 3 × 3 × 1 needs 9 columns of numbers, and there are 4/,
  );
});

test('rows without a target are left out; notes, names and row numbers are no features', async () => {
  const rows = Array.from(
    { length: 120 },
    (_, i) => `${i},name ${i} of many,${i / 7},${i === 5 ? '' : i % 2 ? 'yes' : 'no'}`,
  );
  const { manifest, notes } = await importPaths([
    await folder.write('people.csv', ['id,name,x,answer', ...rows].join('\n')),
  ]);
  expect(types(manifest)).toEqual(['x: number', 'answer: category']);
  expect(manifest.rows).toBe(119);
  expect(notes).toEqual([
    'people.csv: The column id only numbers the rows. It was left out.',
    'people.csv: The column name holds text with 120 different values, such as "name 0 of many". It was left out.',
    'people.csv:7: The row has no value for answer, which is to be learned. It was left out.',
  ]);
});

test('several files of the same columns are one data set, split by their names', async () => {
  const test = await folder.write('test.csv', 'x,y\n5,b\n');
  const train = await folder.write('train.csv', 'x,y\n1,a\n2,b\n3,a\n');
  const other = await folder.write('other.csv', 'x,z,w\n5,b,1\n');
  const { manifest, values, notes } = await importPaths([test, train, other]);
  expect(manifest.splits).toEqual({ train: [0, 3], validation: [3, 3], test: [3, 4] });
  expect(values).toEqual({ x: [1, 2, 3, 5], y: [0, 1, 0, 1] });
  expect(manifest.columns[0]).toMatchObject({ statistics: { max: 3 } });
  expect(notes).toEqual(['other.csv: The columns are not those of test.csv. The file was left out.']);
});

test('what is no table, or an empty one, ends in a sentence', async () => {
  expect(await failureOf([await folder.write('empty.csv', '')])).toBe(
    'empty.csv holds no row that can be used.',
  );
  expect(await failureOf([await folder.write('head.csv', 'a,b\n1\n')])).toBe(
    'head.csv holds no row that can be used.',
  );
  expect(await failureOf([await folder.write('doc.json', '{"a": 1}')])).toMatch(
    /^doc\.json cannot be read as data/,
  );
  expect(await failureOf([await folder.write('x.bin', new Uint8Array([1, 2, 0, 4]))])).toMatch(
    /^x\.bin cannot be read as data/,
  );
  expect(await failureOf([`${folder.path()}/missing.csv`])).toBe(
    'missing.csv cannot be read: it is not there.',
  );
  const packed = gzipSync(PETS.repeat(2000));
  expect(await failureOf([await folder.write('cut.csv.gz', packed.subarray(0, packed.length - 20))])).toBe(
    'cut.csv.gz could not be imported: the compressed file is cut short. Download or copy it again.',
  );
});

test('a preview shows columns, types, examples and rows without importing', async () => {
  const preview = await previewPaths([await folder.write('pets.csv', PETS)]);
  expect(preview).toEqual({
    kind: 'table',
    forms: ['table', 'text', 'pairs', 'series'],
    name: 'pets',
    files: [{ name: 'pets.csv', bytes: PETS.length }],
    rows: 3,
    table: {
      header: true,
      decimal: null,
      columns: [
        { index: 0, name: 'weight', type: 'number', examples: ['4.5', '12', '3.9'] },
        { index: 1, name: 'age', type: 'number', examples: ['3', '1'] },
        { index: 2, name: 'kind', type: 'category', examples: ['cat', 'dog'] },
      ],
      rows: [
        ['4.5', '3', 'cat'],
        ['12', '', 'dog'],
        ['3.9', '1', 'cat'],
      ],
    },
    text: null,
    time: null,
    classes: ['cat', 'dog'],
    target: 'kind',
    problems: [],
  });
});

const NUMBER = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1e6, max: 1e6 }),
);
const WORD = fc.string({
  unit: fc.constantFrom('a', 'b', 'ü', ',', '"', '\n', ';'),
  minLength: 1,
  maxLength: 3,
});

test('numbers and categories written as CSV are read back equal', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ x: NUMBER, missing: fc.boolean(), word: WORD }), { minLength: 1, maxLength: 20 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      async (rows, end) => {
        const words = rows.map(({ word }) => `w${word}w`);
        const lines = rows.map(
          ({ x, missing }, i) => `${missing ? 'NA' : x},"${words[i]!.replaceAll('"', '""')}",1`,
        );
        const path = await folder.write(
          `${run++}.csv`,
          `${['x', 'word', 'one'].join(',')}${end}${lines.join(end)}`,
        );
        const { manifest, values } = await importPaths([path], {
          header: true,
          columns: [
            { index: 0, type: 'number' },
            { index: 1, type: 'category' },
          ],
          target: null,
        });
        expect(values['x']).toEqual(rows.map(({ x, missing }) => (missing ? NaN : Math.fround(x) + 0)));
        expect(values['word']!.map((index) => classes(manifest, 'word')[index])).toEqual(words);
      },
    ),
    { numRuns: 40 },
  );
});

test('thousands that are set apart, money, percents and infinite numbers are numbers', async () => {
  const table = [
    'amount;price;share;rate;kind',
    '1.013,50;$1,000.50;5%;inf;a',
    '980,00;$12.00;12.5 %;0.5;b',
    '-12.400;$3;100%;-Infinity;a',
    "1'200,25;$7.25;0%;2;b",
  ].join('\n');
  const { values, notes } = await importPaths([await folder.write('money.csv', table)]);
  expect(values).toMatchObject({
    amount: [1013.5, 980, -12400, 1200.25],
    price: [1000.5, 12, 3, 7.25],
    share: [5, 12.5, 100, 0],
    rate: [NaN, 0.5, NaN, 2],
  });
  expect(notes).toEqual([
    'money.csv:2: "inf" in rate is not a number that can be kept. It counts as missing.',
    'money.csv:4: "-Infinity" in rate is not a number that can be kept. It counts as missing.',
  ]);
});

test('one comma before three digits is decimal where the column has decimal commas', async () => {
  const { values, notes } = await importPaths([await folder.write('a.csv', 'a;b\n1,234;x\n2,5;y\n')]);
  expect(values['a']).toEqual([Math.fround(1.234), 2.5]);
  expect(notes).toEqual([]);
});

test('thousands in one group are thousands where another column has decimal points', async () => {
  const text = 'sum,rate,kind\n"1,234",0.5,x\n"12,500",1.25,y\n';
  const { values, notes } = await importPaths([await folder.write('us.csv', text)]);
  expect(values['sum']).toEqual([1234, 12_500]);
  expect(notes).toEqual([]);
  const german = 'Summe;Rate;Art\n1.234;0,5;x\n12.500;1,25;y\n';
  expect((await importPaths([await folder.write('de.csv', german)])).values['Summe']).toEqual([1234, 12_500]);
});

test('numbers that could have either decimal sign are read by the delimiter, said, and as the person says', async () => {
  const file = await folder.write('us.csv', 'sum,kind\n"1,234",x\n"12,500",y\n');
  const sentence = (read: string): string =>
    `us.csv: "1,234" in sum can be two numbers, and nothing in the file tells which. It is read as ${read}; say which the decimal sign is where that is wrong.`;
  const guessed = await importPaths([file]);
  expect(guessed.values['sum']).toEqual([1234, 12_500]);
  expect(guessed.notes).toEqual([sentence('1234')]);
  expect((await previewPaths([file])).table?.decimal).toBe('point');

  const said = await importPaths([file], { decimal: 'comma' });
  expect(said.values['sum']).toEqual([Math.fround(1.234), 12.5]);
  expect(said.notes).toEqual([]);
  expect((await previewPaths([file], { decimal: 'comma' })).table?.decimal).toBe('comma');

  const semicolons = await folder.write('us.csv', 'sum;kind\n1,234;x\n12,500;y\n');
  const european = await importPaths([semicolons]);
  expect(european.values['sum']).toEqual([Math.fround(1.234), 12.5]);
  expect(european.notes).toEqual([sentence('1.234')]);
  // Where the file tells, nobody is asked.
  const pets = await folder.write('pets.csv', PETS);
  expect((await previewPaths([pets], { decimal: 'comma' })).table?.decimal).toBeNull();
});

test('columns of one name above numbers are told apart by a number', async () => {
  const { manifest } = await importPaths([
    await folder.write('twice.csv', 'a,a,kind\n1,2,x\n3,4,y\n5,6,x\n'),
  ]);
  expect(types(manifest)).toEqual(['a: number', 'a (2): number', 'kind: category']);
});

test('a column that is left out is named with what stands in it', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${String((i % 28) + 1).padStart(2, '0')}.${(i % 12) + 1}.2023,user${i},${i * 2}`,
  );
  const { notes } = await importPaths([
    await folder.write('notes.csv', ['day,user,sum', ...rows, '1.1.2023,user0,3'].join('\n')),
  ]);
  expect(notes).toEqual([
    'notes.csv: The column day holds dates, such as "01.1.2023", which say little as numbers. It was left out.',
    'notes.csv: The column user holds text with 60 different values, such as "user0". It was left out.',
  ]);
});

test('column names with no row below, and a line that never ends, are no table', async () => {
  expect(await failureOf([await folder.write('names.csv', 'height,weight,kind\n')])).toBe(
    'names.csv holds no row that can be used.',
  );
  await expect(previewPaths([await folder.write('names.csv', 'height,weight,kind\n')])).rejects.toThrow(
    'names.csv holds no row that can be used.',
  );
  expect(await failureOf([await folder.write('line.csv', '1,2,'.repeat(1_500_000))])).toMatch(
    /line 1 is longer than any row of a table can be/,
  );
});
