import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTokens } from '../../../shared/data/tokenizer.ts';
import { bytePairEncoder, bytePairWords, sections, tokenizerJson } from './bpe.ts';
import { trainBytePairs } from './bpe-train.ts';
import type { BytePairs } from './bpe-train.ts';
import { PieceCounts } from './piece-counts.ts';

function countsOf(text: string): ReadonlyMap<string, number> {
  const counts = new PieceCounts();
  counts.add(bytePairWords()(text));
  return counts.counts;
}
const train = (text: string, size: number): Promise<BytePairs> => trainBytePairs(countsOf(text), size);
const columnOf = ({ vocabulary }: BytePairs) => ({
  vocabulary: [...vocabulary],
  tokenizer: { kind: 'bpe' as const, file: 'text.tokenizer.json' },
  special: { padding: null, start: null, end: null, unknown: null },
});
async function* partsOf(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}
async function all(generator: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const one of generator) found.push(one);
  return found;
}

interface Encoder {
  encode(text: string): { readonly ids: readonly number[] };
}
interface Decoder {
  decode(ids: readonly number[]): string;
}

describe('byte pairs', () => {
  test('join the most frequent neighbours first, of equal ones the older', async () => {
    // "ab" comes 5 times and "bc" 3 times; then "ab" + "c".
    const { vocabulary, merges } = await train('abc abc abc ab ab', 259);
    expect(vocabulary.slice(256)).toEqual(['ab', 'Ġab', 'Ġabc']);
    expect(merges[0]).toEqual(['a', 'b'].map((letter) => letter.charCodeAt(0)));
  });

  test('stop where nothing comes twice', async () => {
    expect((await train('one two', 1000)).vocabulary).toHaveLength(256);
    expect((await train('', 1000)).vocabulary).toHaveLength(256);
  });

  test('are those that joining by recounting everything gives', async () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(letters, async (text) => {
        expect((await train(text, 280)).merges).toEqual(recounted(countsOf(text), 280));
      }),
    );
  });

  test('give back any text, whatever text they were learned from', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, text, async (learned, given) => {
        const pairs = await train(learned.repeat(3), 300);
        const ids = bytePairEncoder(tokenizerJson(pairs))(given);
        expect(decodeTokens(ids, columnOf(pairs))).toBe(given);
      }),
    );
  });

  test('are told apart from the words that JavaScript knows', async () => {
    const text = '__proto__ constructor toString 0 1 12 '.repeat(4);
    const pairs = await train(text, 320);
    const json = JSON.parse(JSON.stringify(tokenizerJson(pairs))) as object;
    expect(decodeTokens(bytePairEncoder(json)(text), columnOf(pairs))).toBe(text);
  });

  test('of a long text: 1,000 tokens, fewer than half of its characters, decoded alike by Hugging Face', async () => {
    const text = await readFile('THIRD-PARTY-NOTICES.md', 'utf8');
    const pairs = await train(text, 1000);
    const json = tokenizerJson(pairs);
    const ids = bytePairEncoder(json)(text);
    expect(pairs.vocabulary).toHaveLength(1000);
    expect(ids.length).toBeLessThan(text.length / 2);
    expect(decodeTokens(ids, columnOf(pairs))).toBe(text);
    const some = [...ids.slice(0, 5000)];
    const theirs = (new Tokenizer(json, { clean_up_tokenization_spaces: false }) as Decoder).decode(some);
    expect(decodeTokens(some, columnOf(pairs))).toBe(theirs);
  });

  test('learn from words without an end as well', async () => {
    const text = 'abcdefgh'.repeat(2000);
    const pairs = await train(text, 290);
    expect(pairs.vocabulary.at(-1)!.length).toBeGreaterThan(8);
    expect(decodeTokens(bytePairEncoder(tokenizerJson(pairs))(text), columnOf(pairs))).toBe(text);
  });

  test('are those that Hugging Face finds in the whole text', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', "'s", ' ', '\n', '1', 'é', '!'),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        const json = tokenizerJson(await train(given.repeat(3), 300));
        const theirs = new Tokenizer(json, {}) as Encoder;
        expect(bytePairEncoder(json)(given)).toEqual(theirs.encode(given).ids);
      }),
    );
  });

  test('can be stopped', async () => {
    const words = Array.from({ length: 30_000 }, (_, i) => (i * 7919).toString(36).repeat(4)).join(' ');
    const cancel = new AbortController();
    const training = trainBytePairs(countsOf(words), 50_000, {
      signal: cancel.signal,
      onTokens: () => cancel.abort(new Error('enough')),
    });
    await expect(training).rejects.toThrow('enough');
  });
});

/** The same by its definition: slowly. */
function recounted(counts: ReadonlyMap<string, number>, size: number): number[][] {
  let words = [...counts].map(([word, often]) => ({
    tokens: [...Buffer.from(word)],
    often,
  }));
  const merges: number[][] = [];
  while (256 + merges.length < size) {
    const pairs = new Map<string, number>();
    for (const { tokens, often } of words)
      for (let i = 1; i < tokens.length; i++) {
        const key = `${tokens[i - 1]!} ${tokens[i]!}`;
        pairs.set(key, (pairs.get(key) ?? 0) + often);
      }
    const best = [...pairs]
      .map(([key, count]) => ({ pair: key.split(' ').map(Number), count }))
      .sort((a, b) => b.count - a.count || a.pair[0]! - b.pair[0]! || a.pair[1]! - b.pair[1]!)[0];
    if (!best || best.count < 2) return merges;
    const [left, right] = best.pair;
    const token = 256 + merges.length;
    merges.push(best.pair);
    words = words.map(({ tokens, often }) => {
      const joined: number[] = [];
      for (const next of tokens) {
        if (joined.at(-1) === left && next === right && joined.length > 0) joined[joined.length - 1] = token;
        else joined.push(next);
      }
      return { tokens: joined, often };
    });
  }
  return merges;
}
describe('sections', () => {
  test('hold the whole text, however it comes in parts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '😀') })),
        fc.integer({ min: 2, max: 9 }),
        async (parts, size) => {
          const cut = await all(sections(partsOf(...parts), size));
          expect(cut.join('')).toBe(parts.join(''));
          expect(cut.every((section) => section.length <= size && section.isWellFormed())).toBe(true);
          expect(await all(sections(partsOf(parts.join('')), size))).toEqual(cut);
        },
      ),
    );
  });

  test('encode to the tokens of the whole', async () => {
    const text = "It's  the\n\n  end; 'twas  12 o'clock. ".repeat(20);
    const encode = bytePairEncoder(tokenizerJson(await train(text, 300)));
    const cut = await all(sections(partsOf(text), 37));
    expect(cut.length).toBeGreaterThan(10);
    expect(cut.flatMap((section) => [...encode(section)])).toEqual([...encode(text)]);
  });
});

test('counting keeps what is frequent when there is too much to keep', () => {
  const counts = new PieceCounts(100);
  for (let i = 0; i < 1000; i++) counts.add(['often', `once ${i}`]);
  expect(counts.counts.get('often')).toBe(1000);
  expect(counts.counts.size).toBeLessThanOrEqual(100);
});
