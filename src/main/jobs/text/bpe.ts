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

/** The contents of a tokenizer.json, which every library of this format reads. */
export function tokenizerJson({ vocabulary, merges }: BytePairs): object {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
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
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
      merges: merges.map(([left, right]) => `${vocabulary[left]!} ${vocabulary[right]!}`),
    },
  };
}

/** What is used of the library, whose own types do not resolve here. */
interface HuggingFaceTokenizer {
  encode(text: string): { readonly ids: readonly number[] };
  readonly pre_tokenizer: { pre_tokenize_text(text: string): readonly string[] };
}

const open = (json: object): HuggingFaceTokenizer =>
  new Tokenizer(json, { clean_up_tokenization_spaces: false }) as HuggingFaceTokenizer;

/** The words of a text as characters of their bytes: what byte pairs are learned from. */
export function byteLevelWords(): (text: string) => readonly string[] {
  const cutter = open(tokenizerJson({ vocabulary: characterOfByte, merges: [] })).pre_tokenizer;
  return (text) => cutter.pre_tokenize_text(text);
}

/** Encodes texts by a tokenizer.json. */
export function bytePairEncoder(json: object): (text: string) => readonly number[] {
  const tokenizer = open(json);
  return (text) => tokenizer.encode(text).ids;
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
