import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { TokensColumn } from '../../../shared/data/manifest.ts';
import { decodeTokens } from '../../../shared/data/tokenizer.ts';
import type { Imported } from './import.fixture.ts';
import { failureOf, importPaths, previewPaths, testFolder } from './import.fixture.ts';

const folder = testFolder();

const columnOf = ({ manifest }: Imported): TokensColumn => manifest.columns[0] as TokensColumn;
const textOf = (imported: Imported): string => decodeTokens(imported.values['text']!, columnOf(imported));
const importText = async (text: string | Uint8Array, options: ImportOptions = {}, name = 'story.txt') =>
  importPaths([await folder.write(name, text)], options);

const STORY = 'The cat sat.\nThe dog sat on the cat, too.\n\nNothing else happened that day.\n';

test('a text becomes characters, one a row, in the order of time', async () => {
  const imported = await importText(STORY);
  const { manifest, values, notes } = imported;
  expect(manifest).toMatchObject({
    name: 'story',
    rows: STORY.length,
    order: 'time',
    splits: { train: [0, STORY.length], validation: [STORY.length, STORY.length] },
    source: { kind: 'text', files: [{ name: 'story.txt', bytes: STORY.length }] },
    columns: [
      { type: 'tokens', name: 'text', file: 'text.i32', length: 1, tokenizer: { kind: 'characters' } },
    ],
  });
  const { vocabulary, special } = columnOf(imported);
  expect(vocabulary).toHaveLength(new Set(STORY).size);
  // The most frequent first, and no token for what does not come.
  expect(vocabulary.slice(0, 2)).toEqual([' ', 't']);
  expect(special).toEqual({ padding: null, start: null, end: null, unknown: null });
  expect(values['text']!.slice(0, 3).map((id) => vocabulary[id])).toEqual(['T', 'h', 'e']);
  expect(textOf(imported)).toBe(STORY);
  expect(notes).toEqual([]);
});

test.each<ImportOptions>([{ tokenizer: 'words' }, { tokenizer: 'bpe', vocabulary: 300 }])(
  '%o give the text back',
  async (options) => {
    const text = STORY.repeat(20);
    const imported = await importText(text, options);
    expect(textOf(imported)).toBe(text);
    expect(imported.manifest.rows).toBeLessThan(text.length / 2);
  },
);

test('byte pairs lie beside the column as Hugging Face reads them', async () => {
  const path = await folder.write('story.txt', STORY.repeat(20));
  const { runImport } = await import('./import.ts');
  const { reporter } = await import('./context.ts');
  const manifest = await runImport(
    {
      type: 'start',
      files: [{ path, name: 'story.txt' }],
      options: { tokenizer: 'bpe', vocabulary: 280 },
      id: 'test',
      name: null,
      folder: folder.path(),
    },
    reporter(new AbortController().signal, () => undefined),
  );
  const column = manifest.columns[0] as TokensColumn;
  expect(column.tokenizer).toEqual({ kind: 'bpe', file: 'text.tokenizer.json' });
  const json = JSON.parse(await readFile(`${folder.path()}/text.tokenizer.json`, 'utf8')) as {
    model: { type: string; vocab: Record<string, number> };
  };
  expect(json.model.type).toBe('BPE');
  expect(Object.keys(json.model.vocab)).toHaveLength(280);
  expect(column.vocabulary.map((token) => json.model.vocab[token])).toEqual(
    column.vocabulary.map((_, id) => id),
  );
});

test('a small vocabulary knows the most frequent words; the others are unknown', async () => {
  const imported = await importText(STORY, { tokenizer: 'words', vocabulary: 5 });
  const { vocabulary, special } = columnOf(imported);
  expect(vocabulary).toHaveLength(5);
  expect(special.unknown).toBe(0);
  expect(textOf(imported)).toContain('\ufffd');
});

describe('what strangers write', () => {
  test('line ends become one kind, and a byte order mark is no character', async () => {
    const imported = await importText('\ufeffone\r\ntwo\rthree\n\r\n');
    expect(textOf(imported)).toBe('one\ntwo\nthree\n\n');
  });

  test('line ends that the chunks of a large file cut', async () => {
    const text = `${'x'.repeat(256 * 1024 - 1)}\r\n${'y'.repeat(256 * 1024 - 1)}\r${'z'.repeat(10)}\r`;
    const imported = await importText(text);
    expect(textOf(imported)).toBe(text.replace(/\r\n?/g, '\n'));
  });

  test('bytes that are no UTF-8 and zero bytes are left out, and their lines named', async () => {
    const good = `${STORY.repeat(100)}Grüße\n`;
    const lines = good.split('\n').length - 1;
    const imported = await importText(
      Buffer.concat([
        Buffer.from(good),
        Buffer.from([0x61, 0xff, 0x62, 0xfe, 0x0a, 0x63, 0x0a, 0xc3, 0x28, 0x0a, 0x64, 0x00, 0x65]),
      ]),
    );
    expect(textOf(imported)).toBe(`${good}ab\nc\n(\nde`);
    const sentence =
      'The line holds bytes that are no text (in UTF-8). They were left out, the rest of the line was kept.';
    expect(imported.notes).toEqual([1, 3, 4].map((line) => `story.txt:${lines + line}: ${sentence}`));
  });

  test.each<[string, Uint8Array]>([
    ['Latin-1', Buffer.from('Schöne Grüße aus Köln. '.repeat(9), 'latin1')],
    ['UTF-16', Buffer.from(`\ufeff${'Schöne Grüße aus Köln. '.repeat(9)}`, 'utf16le')],
  ])('%s is read as what it is', async (_, bytes) => {
    const imported = await importText(bytes);
    expect(textOf(imported)).toBe('Schöne Grüße aus Köln. '.repeat(9));
    expect(imported.notes).toEqual([]);
  });

  test('a few accents of Latin-1 in a long text are kept', async () => {
    const text = `${STORY.repeat(100)}Ein Café.\n`;
    const imported = await importText(Buffer.from(text, 'latin1'));
    expect(textOf(imported)).toBe(text);
    expect(imported.notes).toEqual([]);
  });

  test('one enormous line, and one enormous word', async () => {
    const text = `${'word '.repeat(200_000)}${'x'.repeat(500_000)} end`;
    const words = await importText(text, { tokenizer: 'words' });
    expect(columnOf(words).vocabulary).toEqual(['<unk>', 'word', 'end']);
    expect(words.manifest.rows).toBe(200_002);
    const pairs = await importText(text, { tokenizer: 'bpe', vocabulary: 300 });
    expect(textOf(pairs)).toBe(text);
  });

  test('what is no text, or nothing, ends in a sentence', async () => {
    const noise = Uint8Array.from({ length: 9000 }, (_, i) => 1 + ((i * i * 31) % 251));
    expect(await failureOf([await folder.write('noise.txt', noise)])).toBe(
      'noise.txt could not be imported: it is not text.',
    );
    expect(await failureOf([await folder.write('zeros.txt', new Uint8Array(5000))])).toMatch(
      /^zeros\.txt cannot be read as data/,
    );
    expect(await failureOf([await folder.write('empty.txt', '')])).toBe(
      'empty.txt holds no row that can be used.',
    );
    expect(await failureOf([await folder.write('mark.txt', '\ufeff')])).toBe(
      'mark.txt holds no row that can be used.',
    );
  });

  test('any text is given back by any way to cut it', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }),
        fc.constantFrom('characters', 'words', 'bpe'),
        async (given, tokenizer) => {
          // Prose around it, so that it is a text; no character that is left out.
          const text = `Prose.\n${given.replace(/[\0\ufffd\r\ufeff]/g, '')}\n${STORY.repeat(5)}`;
          const imported = await importText(text, { as: 'text', tokenizer }, `${run++}.txt`);
          expect(textOf(imported)).toBe(text);
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('several texts are one, split by their names', async () => {
  const imported = await importPaths([
    await folder.write('test.txt', 'the end'),
    await folder.write('train.txt', 'once upon a time'),
    await folder.write('README.md', '# Read me'),
  ]);
  expect(imported.manifest.splits).toEqual({ train: [0, 16], validation: [16, 16], test: [16, 23] });
  expect(textOf(imported)).toBe('once upon a timethe end');
  expect(imported.notes).toEqual([
    'README.md: The file does not belong to the texts found here. It was left out.',
  ]);
});

test.each([
  ['prose', STORY, 'text'],
  ['one line', 'Hello, world.', 'text'],
  ['one number a line', '1\n2\n3.5\n4\n', 'table'],
  ['rows of cells', 'a;b\n1;2\n3;4\n', 'table'],
])('a .txt of %s', async (_, text, kind) => {
  const preview = await previewPaths([await folder.write('file.txt', text)]);
  expect(preview.kind).toBe(kind);
});

test('Markdown is text, and a table may be read as one', async () => {
  expect((await previewPaths([await folder.write('a.md', '[link](x)\n\n# Title\n')])).kind).toBe('text');
  const table = await folder.write('t.csv', 'a,b\n1,2\n');
  expect(textOf(await importPaths([table], { as: 'text' }))).toBe('a,b\n1,2\n');
});

test('a preview shows the beginning', async () => {
  const preview = await previewPaths([await folder.write('story.txt', STORY.repeat(500))]);
  expect(preview).toMatchObject({ kind: 'text', name: 'story', table: null, time: null, target: null });
  expect(preview.text).toEqual({
    beginning: STORY.repeat(500).slice(0, 4000),
    characters: new Set(STORY).size,
  });
});
