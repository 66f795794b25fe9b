import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from '../../../shared/data/csv.ts';
import type { TokensColumn } from '../../../shared/data/manifest.ts';
import { decodeTokens } from '../../../shared/data/tokenizer.ts';
import type { Imported } from './import.fixture.ts';
import { failureOf, importPaths, previewPaths, testFolder } from './import.fixture.ts';

const folder = testFolder();

const column = ({ manifest }: Imported, at: number): TokensColumn => manifest.columns[at] as TokensColumn;
/** The texts of a column's rows. */
function textsOf(imported: Imported, at: number): string[] {
  const tokens = column(imported, at);
  const ids = imported.values[tokens.name]!;
  return Array.from({ length: imported.manifest.rows }, (_, row) =>
    decodeTokens(ids.slice(row * tokens.length, (row + 1) * tokens.length), tokens),
  );
}

const SENTENCES = Array.from({ length: 80 }, (_, i) => [
  `Take the ${i}th${i === 7 ? ' red' : ''} bus.`,
  `Prenez le bus numéro ${i} !`,
]);
const PAIRS = SENTENCES.map((pair) => pair.join('\t')).join('\n');

test('two columns of many phrases are pairs: two columns of tokens, framed and padded', async () => {
  const path = await folder.write('fra.txt', PAIRS);
  expect((await previewPaths([path])).kind).toBe('pairs');
  const imported = await importPaths([path]);
  expect(imported.manifest).toMatchObject({
    rows: 80,
    order: 'rows',
    target: 'target',
    source: { kind: 'pairs' },
    columns: [
      { type: 'tokens', name: 'source', length: 8, tokenizer: { kind: 'words' } },
      { type: 'tokens', name: 'target', length: 9, special: { padding: 0, start: 1, end: 2, unknown: 3 } },
    ],
  });
  expect(column(imported, 0).vocabulary).toContain('Take');
  expect(column(imported, 0).vocabulary).not.toContain('Prenez');
  const first = imported.values['source']!.slice(0, 8);
  // <start> Take the 0th bus . <end>, and one of padding.
  expect([first[0], ...first.slice(6)]).toEqual([1, 2, 0]);
  expect(textsOf(imported, 0)).toEqual(SENTENCES.map(([source]) => source));
  expect(textsOf(imported, 1)).toEqual(SENTENCES.map(([, target]) => target));
});

test('as characters, with the names of the header, from a table of more columns', async () => {
  const path = await folder.write(
    'few.csv',
    'id,english,french,licence\n1,Go.,Va !,CC\n2,"Run, now",Cours,CC\n3,Hi,"Salut\nà tous",CC\n',
  );
  const imported = await importPaths([path], { as: 'pairs', tokenizer: 'characters' });
  expect(imported.manifest.columns.map(({ name }) => name)).toEqual(['english', 'french']);
  expect(imported.manifest.target).toBe('french');
  expect(textsOf(imported, 0)).toEqual(['Go.', 'Run, now', 'Hi']);
  expect(textsOf(imported, 1)).toEqual(['Va !', 'Cours', 'Salut\nà tous']);
});

test('ragged rows, empty sides and texts that are too long are named', async () => {
  const long = 'very '.repeat(400).trim();
  const path = await folder.write(
    'bad.tsv',
    `go on\tva donc\none\nonly this\t\na ${long} b\tlong\nstay here\treste là\n`,
  );
  const imported = await importPaths([path], { as: 'pairs', header: false });
  expect(textsOf(imported, 1)).toEqual(['va donc', 'long', 'reste là']);
  expect(column(imported, 0).length).toBe(256);
  expect(imported.values['source']!.slice(256, 512).at(-1)).toBe(2);
  expect(imported.notes).toEqual([
    'bad.tsv:2: The row has 1 cell, but the table has 2 columns. It was left out.',
    'bad.tsv:3: The row has no text for target. It was left out.',
    'bad.tsv:4: The text in source has 404 tokens. The first 256 were kept.',
  ]);
});

test('what cannot be pairs says so', async () => {
  const numbers = await folder.write('numbers.csv', 'a,b\n1,2\n3,4\n');
  expect(await failureOf([numbers], { as: 'pairs' })).toBe(
    'numbers.csv could not be imported: it has no two columns of text to pair.',
  );
});

test('byte pairs lose nothing of any text: no token is unknown, whatever its letters', async () => {
  const path = await folder.write('fra.txt', PAIRS);
  const imported = await importPaths([path], { tokenizer: 'bpe', vocabulary: 300 });
  expect(imported.manifest.columns).toMatchObject([
    {
      tokenizer: { kind: 'bpe', file: 'column-0.tokenizer.json' },
      special: { padding: 0, start: 1, end: 2, unknown: null },
    },
    { tokenizer: { kind: 'bpe', file: 'column-1.tokenizer.json' } },
  ]);
  for (const at of [0, 1]) {
    const { length } = column(imported, at).vocabulary;
    expect(length).toBeGreaterThan(3 + 256);
    expect(length).toBeLessThanOrEqual(300);
    expect(textsOf(imported, at)).toEqual(SENTENCES.map((pair) => pair[at]));
  }
  // A row is as long as its longest text with its frame.
  const { length, special } = column(imported, 1);
  const ends = imported.values['target']!.flatMap((id, i) => (id === special.end ? [i % length] : []));
  expect(Math.max(...ends)).toBe(length - 1);
});

test('any texts come back from their byte pairs as they are', async () => {
  let run = 0;
  // A zero is a fault of the file, and a cell's own white space is not kept at its ends.
  const texts = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .map((text) => text.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n').trim())
    .filter((text) => text !== '');
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 12 }), async (drawn) => {
      const lines = drawn.map((text, i) => csvLine([text, i]));
      const path = await folder.write(`${run++}.csv`, `said,n\n${lines.join('')}`);
      const imported = await importPaths([path], {
        as: 'table',
        header: true,
        tokenizer: 'bpe',
        columns: [{ index: 0, type: 'text' }],
      });
      expect(textsOf(imported, 0)).toEqual(drawn);
    }),
    { numRuns: 60 },
  );
});

const REVIEWS = Array.from(
  { length: 60 },
  (_, i) =>
    `"I watched film number ${i}, and it was ${i % 2 ? 'a joy from the start' : 'a waste of my time'}.",${i % 2 ? 'good' : 'bad'}`,
);

test('a column of sentences beside a class becomes tokens', async () => {
  const path = await folder.write('reviews.csv', ['review,label', ...REVIEWS].join('\n'));
  const imported = await importPaths([path], { vocabulary: 20 });
  expect(imported.manifest).toMatchObject({
    order: 'rows',
    target: 'label',
    source: { kind: 'table' },
    columns: [
      { type: 'tokens', name: 'review', special: { padding: 0, start: null, end: null, unknown: 1 } },
      { type: 'category', name: 'label', classes: ['bad', 'good'] },
    ],
  });
  expect(column(imported, 0).vocabulary).toHaveLength(20);
  expect(imported.values['label']!.slice(0, 3)).toEqual([0, 1, 0]);
  expect(textsOf(imported, 0)[1]).toMatch(/^I watched film number \ufffd, and it was a/);
  expect((await previewPaths([path])).table!.columns.map(({ type }) => type)).toEqual(['text', 'category']);
});

test('names are no sentences, unless the person says so', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => `Smith the ${i}th,${i / 7}`);
  const path = await folder.write('people.csv', ['name,x', ...rows].join('\n'));
  expect((await importPaths([path])).manifest.columns.map(({ name }) => name)).toEqual(['x']);
  const chosen = await importPaths([path], { columns: [{ index: 0, type: 'text' }] });
  expect(chosen.manifest.columns.map(({ type }) => type)).toEqual(['tokens', 'number']);
});

test('a first line that names languages, or questions and answers, is no pair', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `I have ${i} cats\tIch habe ${i} Katzen`);
  const { manifest } = await importPaths([
    await folder.write('pairs.tsv', ['English\tGerman', ...rows].join('\n')),
  ]);
  expect(manifest.rows).toBe(60);
  expect(manifest.columns.map(({ name }) => name)).toEqual(['English', 'German']);
});
