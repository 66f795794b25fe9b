import { expect, test } from 'vitest';
import { pictures } from '../network/testing.ts';
import { columnsShape, manifestSchema, rowBytes } from './manifest.ts';
import type { TokensColumn } from './manifest.ts';

const OLD = pictures(8);
const tokens: TokensColumn = {
  type: 'tokens',
  name: 'text',
  file: 'text.i32',
  length: 12,
  vocabulary: ['', 'the', 'cat'],
  tokenizer: { kind: 'words' },
  special: { padding: 0, start: null, end: null, unknown: null },
};

test('a manifest from before rows had an order still parses: its rows are samples', () => {
  const { order, ...before } = OLD;
  expect(order).toBe('rows');
  expect(manifestSchema.parse(before)).toEqual(OLD);
});

test('tokens are int32 ids, a row of them an input of their own length', () => {
  expect(rowBytes(tokens)).toBe(48);
  expect(columnsShape([tokens])).toEqual([12]);
  expect(manifestSchema.parse({ ...OLD, order: 'time', columns: [tokens] }).columns).toEqual([tokens]);
});

test('a tokenizer beside the column may not lie elsewhere', () => {
  const elsewhere = { ...tokens, tokenizer: { kind: 'bpe', file: '../text.tokenizer.json' } };
  expect(manifestSchema.safeParse({ ...OLD, columns: [elsewhere] }).success).toBe(false);
});
