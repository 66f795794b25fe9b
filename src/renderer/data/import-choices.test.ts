import { describe, expect, test } from 'vitest';
import type { ImportPreview } from '../../shared/contract/core.ts';
import {
  choicesOf,
  imageFits,
  optionsOf,
  pixelColumns,
  squareSide,
  tokenizersFor,
  saidOf,
  withDecimal,
  withForm,
  withHeader,
  withTokenizer,
} from './import-choices.ts';

function preview(
  columns: readonly [string, 'number' | 'category', string][],
  target: string | null,
): ImportPreview {
  return {
    kind: 'table',
    forms: ['table', 'text', 'pairs', 'series'],
    name: 'flowers',
    files: [{ name: 'flowers.csv', bytes: 10 }],
    rows: 2,
    table: {
      header: true,
      decimal: null,
      columns: columns.map(([name, type, example], index) => ({ index, name, type, examples: [example] })),
      rows: [columns.map(([, , example]) => example)],
    },
    text: null,
    time: null,
    classes: [],
    target,
    problems: [],
  };
}

const flowers = preview(
  [
    ['length', 'number', '5.1'],
    ['width', 'number', '3.5'],
    ['species', 'category', 'setosa'],
  ],
  'species',
);
const pixels = preview(
  [
    ...Array.from({ length: 16 }, (_, i) => [`p${i}`, 'number', '12'] as [string, 'number', string]),
    ['digit', 'category', '7'],
  ],
  'digit',
);

describe('options of the import', () => {
  test('what was found and left alone is not said again', () => {
    expect(optionsOf(flowers, choicesOf(flowers))).toEqual({ as: 'table', target: 'species' });
  });

  test('only the columns that the person changed are named', () => {
    const found = choicesOf(flowers);
    const columns = found.columns.map((column) =>
      column.index === 1
        ? { ...column, type: 'skip' as const }
        : column.index === 2
          ? { ...column, name: ' kind ' }
          : column,
    );
    expect(optionsOf(flowers, { ...found, columns })).toEqual({
      as: 'table',
      columns: [
        { index: 1, type: 'skip' },
        { index: 2, name: 'kind' },
      ],
      target: 'kind',
    });
  });

  test('an emptied name goes back to the one that was found', () => {
    const found = choicesOf(flowers);
    const columns = found.columns.map((column) => ({ ...column, name: '' }));
    expect(optionsOf(flowers, { ...found, columns })).toEqual({ as: 'table', target: 'species' });
  });

  test('a target that is left out is none', () => {
    const found = choicesOf(flowers);
    const columns = found.columns.map((column) =>
      column.index === 2 ? { ...column, type: 'skip' as const } : column,
    );
    expect(optionsOf(flowers, { ...found, columns }).target).toBeNull();
  });

  test('the header is said once the person has said it', () => {
    const again = withHeader(choicesOf(preview([['column 1', 'number', '5.1']], null)), choicesOf(flowers));
    expect(optionsOf(flowers, again).header).toBe(true);
  });

  test('the decimal sign is said once the person has said it, and outlasts another look', () => {
    const ambiguous: ImportPreview = { ...flowers, table: { ...flowers.table!, decimal: 'point' } };
    const found = choicesOf(ambiguous);
    expect(optionsOf(ambiguous, found).decimal).toBeUndefined();
    const said = withDecimal({ ...found, decimal: 'comma' }, { ...found, name: 'mine', target: 0 });
    expect(said).toMatchObject({ name: 'mine', target: 0, decimal: 'comma' });
    expect(optionsOf(ambiguous, said).decimal).toBe('comma');
    const again = withHeader({ ...found, decimal: 'comma' }, said);
    expect(optionsOf(ambiguous, again)).toMatchObject({ header: true, decimal: 'comma' });
    expect(saidOf(withForm(found, again))).toEqual({ header: true, decimal: 'point' });
  });

  test('what the files are is enough where they are no table', () => {
    const idx: ImportPreview = { ...flowers, kind: 'idx', table: null };
    expect(optionsOf(idx, choicesOf(idx))).toEqual({});
  });
});

describe('one image a row', () => {
  test('sixteen numbers may be a picture of four by four; the target is no pixel', () => {
    const choices = choicesOf(pixels);
    expect(pixelColumns(choices)).toHaveLength(16);
    expect(squareSide(choices)).toBe(4);
    expect(choices.image).toEqual({ on: false, height: 4, width: 4, brightest: 16 });
  });

  test('it is asked for only where it fits the columns', () => {
    const choices = choicesOf(pixels);
    const on = { ...choices, image: { ...choices.image, on: true } };
    expect(optionsOf(pixels, on).image).toEqual({ shape: [4, 4, 1], scale: 255 / 16 });
    const wide = { ...on, image: { ...on.image, width: 5 } };
    expect(imageFits(wide)).toBe(false);
    expect(optionsOf(pixels, wide).image).toBeUndefined();
  });
});

test('looking again under another header keeps the types that the person chose', () => {
  const before = choicesOf(flowers);
  const changed = {
    ...before,
    name: 'mine',
    columns: before.columns.map((column) =>
      column.index === 0 ? { ...column, type: 'category' as const } : column,
    ),
  };
  const found = choicesOf(
    preview(
      [
        ['5.1', 'number', '4'],
        ['3.5', 'number', '3'],
        ['setosa', 'category', 'x'],
      ],
      null,
    ),
  );
  const after = withHeader(found, changed);
  expect(after.columns.map((column) => [column.name, column.type])).toEqual([
    ['5.1', 'category'],
    ['3.5', 'number'],
    ['setosa', 'category'],
  ]);
  expect([after.name, after.target]).toEqual(['mine', 2]);
});

describe('of text and time', () => {
  const story: ImportPreview = {
    ...flowers,
    kind: 'text',
    table: null,
    text: { beginning: 'Once', characters: 4 },
    target: null,
  };

  test('a text is cut into characters, and each tokenizer begins with its own size', () => {
    const found = choicesOf(story);
    expect(optionsOf(story, found)).toEqual({ as: 'text', tokenizer: 'characters', vocabulary: 10_000 });
    const pairs = withTokenizer(found, 'bpe');
    expect(optionsOf(story, pairs)).toEqual({ as: 'text', tokenizer: 'bpe', vocabulary: 1000 });
  });

  test('texts of a table are words or characters; a table without any has no tokens', () => {
    const found = choicesOf(flowers);
    expect(tokenizersFor(flowers, found)).toEqual([]);
    const columns = found.columns.map((column) =>
      column.name === 'width' ? { ...column, type: 'text' as const } : column,
    );
    expect(tokenizersFor(flowers, { ...found, columns })).toEqual(['words', 'characters', 'bpe']);
    expect(optionsOf(flowers, { ...found, columns })).toMatchObject({
      tokenizer: 'words',
      vocabulary: 10_000,
    });
  });

  test('pairs say no target: it is the second text', () => {
    const pairs = preview(
      [
        ['english', 'category', 'Go.'],
        ['french', 'category', 'Va !'],
      ],
      'french',
    );
    const options = optionsOf({ ...pairs, kind: 'pairs' }, choicesOf(pairs));
    expect(options).toEqual({ as: 'pairs', tokenizer: 'words', vocabulary: 10_000 });
  });

  test('a series names its time, and whether gaps are filled', () => {
    const series: ImportPreview = {
      ...preview(
        [
          ['year', 'number', '1700'],
          ['spots', 'number', '5'],
        ],
        'spots',
      ),
      kind: 'series',
      time: { column: 'year', columns: ['year'], series: null, naming: ['place'] },
    };
    const options = optionsOf(series, { ...choicesOf(series), fill: true });
    expect(options).toEqual({ as: 'series', time: 'year', fill: true, target: 'spots' });
  });
});
