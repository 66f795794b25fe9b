import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextUnit, TokenizedText } from './tokenizer.ts';
import {
  buildVocabulary,
  decodeTokens,
  LONGEST_PIECE,
  rowFrame,
  textEncoder,
  textSplitter,
  tokenText,
} from './tokenizer.ts';

const UNITS = ['characters', 'words'] as const;

function tokenized(text: string, unit: TextUnit, most = Infinity): TokenizedText {
  const counts = new Map<string, number>();
  for (const piece of textSplitter(unit)(text, true)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return { ...buildVocabulary(counts, ['padding', 'start', 'end'], most), tokenizer: { kind: unit } };
}

/** Prose, punctuation in odd places, any white space, letters of many scripts, lone surrogates. */
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('a', 'B', '7', ' ', '\n', '.', ',', "'", '(', ')', '<', '>', '\ud83d', 'é'),
    maxLength: 60,
  }),
);

describe.each(UNITS)('%s', (unit) => {
  test('give every text back that their vocabulary was built from', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const column = tokenized(text, unit);
        expect(decodeTokens(textEncoder(column)(text), column)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test('are the same however the text comes in parts', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (parts) => {
        const split = textSplitter(unit);
        const pieces = parts.flatMap((part) => split(part, false));
        expect([...pieces, ...split('', true)]).toEqual(textSplitter(unit)(parts.join(''), true));
      }),
    );
  });
});

test.each([
  ['To be, or not to be: that is.', ['To', 'be', ',', 'or', 'not', 'to', 'be', ':', 'that', 'is', '.']],
  ["Don't (stop) 3,000 times", ['Don', "'t", ' ', '(', 'stop', ')', '3', ',000', 'times']],
  ['one\n\n two', ['one', '\n\n ', 'two']],
  [' a  b ', [' ', 'a', '  ', 'b', ' ']],
  ['日本 – Grüße', ['日本', ' ', '–', ' ', 'Grüße']],
])('%j as words', (text, pieces) => {
  expect(textSplitter('words')(text, true)).toEqual(pieces);
});

describe('the vocabulary', () => {
  const counts = new Map([
    ['rare', 1],
    ['the', 5],
    ['also', 1],
    ['cat', 3],
  ]);

  test('has what stands for no text first, then the most frequent pieces', () => {
    expect(buildVocabulary(counts, ['padding', 'unknown'], 100)).toEqual({
      vocabulary: ['<pad>', '<unk>', 'the', 'cat', 'also', 'rare'],
      special: { padding: 0, start: null, end: null, unknown: 1 },
    });
  });

  test('keeps within its size, and then knows that pieces are unknown', () => {
    expect(buildVocabulary(counts, [], 4)).toMatchObject({ vocabulary: ['the', 'cat', 'also', 'rare'] });
    const small = { ...buildVocabulary(counts, [], 3), tokenizer: { kind: 'words' as const } };
    expect(small).toMatchObject({ vocabulary: ['<unk>', 'the', 'cat'], special: { unknown: 0 } });
    const ids = textEncoder(small)('the rare cat');
    expect(ids).toEqual([1, 0, 2]);
    expect(decodeTokens(ids, small)).toBe('the \ufffd cat');
  });

  test('leaves out pieces that nobody calls words', () => {
    const long = 'x'.repeat(LONGEST_PIECE + 1);
    const column = {
      ...buildVocabulary(new Map([[long, 9]]), [], 10),
      tokenizer: { kind: 'words' as const },
    };
    expect(column.vocabulary).toEqual(['<unk>']);
    expect(textEncoder(column)('x'.repeat(10_000))).toEqual([0]);
  });
});

test('padding, start and end are no text, but can be shown', () => {
  const column = tokenized('a b', 'words');
  const ids = [1, ...textEncoder(column)('b a'), 2, 0, 0];
  expect(decodeTokens(ids, column)).toBe('b a');
  expect(ids.slice(0, 3).map((id) => tokenText(id, column))).toEqual(['<start>', 'b', 'a']);
});

test('a row has its frame, its padding, and no more tokens than its length', () => {
  const column = tokenized('a b c', 'words');
  const write = rowFrame(column);
  const idsOf = textEncoder(column);
  const encode = (text: string, row: Int32Array): number => write(idsOf(text), row);
  const row = new Int32Array(5);
  expect(encode('b a', row)).toBe(4);
  expect(decodeTokens(row, column)).toBe('b a');
  expect([...row].map((id) => tokenText(id, column))).toEqual(['<start>', 'b', 'a', '<end>', '<pad>']);
  expect(encode('a b c a b c', row)).toBe(8);
  expect([...row].map((id) => tokenText(id, column))).toEqual(['<start>', 'a', 'b', 'c', '<end>']);
});

test('a text that writes a special token means its characters', () => {
  const column = tokenized('<pad> <unk>', 'words');
  expect(textEncoder(column)('<pad>')).not.toContain(0);
});

test('tokens of byte pairs are read as the bytes that they write', () => {
  const column: TokenizedText = {
    vocabulary: ['Ã', '¼', 'ĠGr', 'Ã¼ÃŁ', 'Ċ'],
    tokenizer: { kind: 'bpe', file: 'text.tokenizer.json' },
    special: { padding: null, start: null, end: null, unknown: null },
  };
  expect(decodeTokens([2, 0, 1, 4, 3], column)).toBe(' Grü\nüß');
});
