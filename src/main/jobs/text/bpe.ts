/** Byte pairs in the form of Hugging Face's tokenizer.json, and text cut and encoded by Hugging Face's own code. */
import { Tokenizer } from '@huggingface/tokenizers';
import { characterOfByte } from '../../../shared/data/byte-level.ts';
import type { BytePairs } from './bpe-train.ts';

const BYTE_LEVEL = {
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: true,
} as const;
/** Code units that are encoded at once. */
const SECTION = 64 * 1024;
const LONGEST_WORD = 100;
const LONG_WORD = /.{1,100}/gsu;
/** Words whose tokens are remembered. */
const MOST_KNOWN = 100_000;

/**
 * The contents of a tokenizer.json, which every library of this format reads. `special`: tokens that stand for no text of
 * their own, whose ids come before all others.
 */
export function tokenizerJson({ vocabulary, merges }: BytePairs, special: readonly string[] = []): object {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: BYTE_LEVEL,
    post_processor: null,
    decoder: BYTE_LEVEL,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries([...special, ...vocabulary].map((token, id) => [token, id])),
      merges: merges.map(([left, right]) => `${vocabulary[left]!} ${vocabulary[right]!}`),
    },
  };
}

/** What is used of the library, whose own types do not resolve here. */
interface HuggingFaceTokenizer {
  encode(text: string): { readonly ids: readonly number[] };
  /** What the cut into words is made by. */
  readonly pre_tokenizer: { readonly pattern: RegExp };
}

const open = (json: object): HuggingFaceTokenizer =>
  new Tokenizer(json, { clean_up_tokenization_spaces: false }) as HuggingFaceTokenizer;

const wordsOf = (text: string, { pre_tokenizer }: HuggingFaceTokenizer): readonly string[] =>
  text.match(pre_tokenizer.pattern) ?? [];

/** The words of a text, what byte pairs are learned from; those without an end in pieces. */
export function bytePairWords(): (text: string) => readonly string[] {
  const tokenizer = open(tokenizerJson({ vocabulary: characterOfByte, merges: [] }));
  return (text) =>
    wordsOf(text, tokenizer).flatMap((word) => (word.length > LONGEST_WORD ? word.match(LONG_WORD)! : word));
}

/** Encodes texts by a tokenizer.json. */
export function bytePairEncoder(json: object): (text: string) => readonly number[] {
  const tokenizer = open(json);
  let known = new Map<string, readonly number[]>();
  const idsOf = (word: string): readonly number[] => {
    let ids = known.get(word);
    if (!ids) {
      ({ ids } = tokenizer.encode(word));
      if (known.size === MOST_KNOWN) known = new Map();
      // A copy: a part of a large text would keep all of it in memory.
      if (word.length <= LONGEST_WORD) known.set(Buffer.from(word).toString(), ids);
    }
    return ids;
  };
  return (text) => wordsOf(text, tokenizer).flatMap(idsOf);
}

/**
 * A text in sections of some size that encode to the same tokens as the whole: each but the first begins with white
 * space after something else, where words are cut in any case. Only a run without a blank that is longer than a section
 * is cut anywhere.
 */
export async function* sections(parts: AsyncIterable<string>, size = SECTION): AsyncGenerator<string> {
  let held = '';
  for await (const part of parts) {
    held += part;
    while (held.length > size) {
      const at = cutAt(held, size);
      yield held.slice(0, at);
      held = held.slice(at);
    }
  }
  if (held !== '') yield held;
}

const isSpace = (text: string, at: number): boolean => /\s/.test(text[at]!);
const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

function cutAt(text: string, size: number): number {
  for (let at = size; at > 0; at--) if (isSpace(text, at) && !isSpace(text, at - 1)) return at;
  return isLowSurrogate(text.charCodeAt(size)) ? size - 1 : size;
}
