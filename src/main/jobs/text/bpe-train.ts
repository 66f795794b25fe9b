/**
 * Byte pair encoding, learned from how often each word comes: the pair of neighbouring tokens that is most frequent
 * becomes a token, again and again. Of equal ones the pair of the older tokens, so the same words give the same tokens.
 */
import { characterOfByte } from '../../../shared/data/byte-level.ts';
import { PairQueue } from './pair-queue.ts';

export interface BytePairs {
  /** The 256 bytes, then each merge's token. */
  readonly vocabulary: readonly string[];
  /** Ids of the tokens joined, in the order in which they were learned. */
  readonly merges: readonly (readonly [number, number])[];
}

/** A pair that came once tells nothing about other texts. */
const FEWEST = 2;
const BETWEEN_PAUSES_MS = 50;
/** More than any vocabulary holds, so that a pair is one number. */
const RADIX = 2 ** 20;

interface Pair {
  count: number;
  /** Words that hold it, or held it once. */
  readonly words: Set<number>;
}

/** The vocabulary has `size` tokens, or fewer where no pair is left that comes twice, but all the bytes. */
export async function trainBytePairs(
  counts: ReadonlyMap<string, number>,
  size: number,
  { signal, onTokens }: { readonly signal?: AbortSignal; readonly onTokens?: (added: number) => void } = {},
): Promise<BytePairs> {
  const vocabulary = [...characterOfByte];
  const merges: [number, number][] = [];
  const utf8 = new TextEncoder();
  const words = [...counts.keys()].map((word) => [...utf8.encode(word)]);
  const often = [...counts.values()];
  const pairs = new Map<number, Pair>();
  const tally = (word: number, sign: 1 | -1): void => {
    const tokens = words[word]!;
    for (let i = 1; i < tokens.length; i++) {
      const key = tokens[i - 1]! * RADIX + tokens[i]!;
      let pair = pairs.get(key);
      if (!pair) pairs.set(key, (pair = { count: 0, words: new Set() }));
      pair.count += sign * often[word]!;
      if (sign === 1) pair.words.add(word);
    }
  };
  for (let word = 0; word < words.length; word++) tally(word, 1);
  const queue = new PairQueue();
  for (const [key, { count }] of pairs) queue.push(count, key);

  let paused = performance.now();
  let told = 0;
  while (vocabulary.length < size) {
    const best = queue.pop();
    if (!best) break;
    const pair = pairs.get(best.key);
    if (!pair || pair.count < best.count) {
      // It was in a word that another merge changed.
      if (pair && pair.count >= FEWEST) queue.push(pair.count, best.key);
      continue;
    }
    if (pair.count < FEWEST) break;
    const [left, right] = [Math.floor(best.key / RADIX), best.key % RADIX];
    const token = vocabulary.length;
    vocabulary.push(vocabulary[left]! + vocabulary[right]!);
    merges.push([left, right]);
    const fresh = new Set<number>();
    for (const word of pair.words) {
      const tokens = words[word]!;
      const merged = join(tokens, left, right, token);
      if (merged.length === tokens.length) continue;
      tally(word, -1);
      words[word] = merged;
      tally(word, 1);
      for (let i = 1; i < merged.length; i++)
        if (merged[i - 1] === token || merged[i] === token) fresh.add(merged[i - 1]! * RADIX + merged[i]!);
    }
    pairs.delete(best.key);
    for (const key of fresh) queue.push(pairs.get(key)!.count, key);
    if (performance.now() - paused > BETWEEN_PAUSES_MS) {
      onTokens?.(merges.length - told);
      told = merges.length;
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      paused = performance.now();
    }
  }
  onTokens?.(merges.length - told);
  return { vocabulary, merges };
}

/** The tokens with each `left` before a `right` made one, from the front. */
function join(tokens: readonly number[], left: number, right: number, token: number): number[] {
  const joined: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === left && tokens[i + 1] === right) {
      joined.push(token);
      i++;
    } else {
      joined.push(tokens[i]!);
    }
  }
  return joined;
}
