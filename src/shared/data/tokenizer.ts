/**
 * Text as tokens and back, for columns of characters and of words; byte pairs are made on a job's side and can be read
 * here. Every text can be had back from its pieces, so what is lost is only what the vocabulary does not know.
 *
 * A piece of words is a run of letters and digits, together with an apostrophe or with the sign of punctuation that it
 * follows at once ("don't" is "don" and "'t", "3,000" is "3" and ",000"), a run of white space, or one other
 * character. One blank before a word, after a word or after punctuation that ends something, is no piece: `decode` sets
 * it, as it is in most texts.
 */
import { byteOfCharacter } from './byte-level.ts';
import type { TokensColumn } from './manifest.ts';

/** How a text is cut where no training is needed for it. */
export type TextUnit = 'characters' | 'words';
export type SpecialToken = keyof TokensColumn['special'];
/** What of a column tells how its text becomes tokens. */
export type TokenizedText = Pick<TokensColumn, 'vocabulary' | 'tokenizer' | 'special'>;

/** Code units. Longer words are in no vocabulary, so that a text without a blank needs no memory. */
export const LONGEST_PIECE = 100;
/** The most tokens of a vocabulary, where nobody says. */
export const USUAL_VOCABULARY: Readonly<Record<TokensColumn['tokenizer']['kind'], number>> = {
  characters: 10_000,
  words: 10_000,
  bpe: 1_000,
};
/** What a token that the vocabulary does not know is decoded to. */
const UNKNOWN_TEXT = '\ufffd';
const SPECIAL_TEXT: Readonly<Record<SpecialToken, string>> = {
  padding: '<pad>',
  start: '<start>',
  end: '<end>',
  unknown: '<unk>',
};

const WORD = 1;
const SPACE = 2;
const CLOSING = 3;
const APOSTROPHE = 4;
const OTHER = 5;
/** Before the first character. */
const NOTHING = 0;

/** The classes of the characters met so far; 0 is one not met. */
const classes = new Uint8Array(0x10000);

function classOf(code: number): number {
  if (code > 0xffff) return /[\p{L}\p{M}\p{N}]/u.test(String.fromCodePoint(code)) ? WORD : OTHER;
  return (classes[code] ||= classify(String.fromCharCode(code)));
}

function classify(character: string): number {
  if (/[\p{L}\p{M}\p{N}_]/u.test(character)) return WORD;
  if (/\s/.test(character)) return SPACE;
  if (/[.,;:!?)\]}%…]/.test(character)) return CLOSING;
  return /['’]/.test(character) ? APOSTROPHE : OTHER;
}

/** Whether two neighbours belong to one piece. */
const belong = (a: number, b: number): boolean =>
  b === WORD ? a === WORD || a === CLOSING || a === APOSTROPHE : a === SPACE && b === SPACE;
/** Whether one blank between two neighbours goes without saying. */
const spaced = (a: number, b: number): boolean => b === WORD && (a === WORD || a === CLOSING);

/**
 * Cuts a text that comes in parts, which must not cut a character in two, into the same pieces as the whole. Gives those
 * that a part completes; the `final` one completes all.
 */
export function textSplitter(unit: TextUnit): (part: string, final: boolean) => string[] {
  if (unit === 'characters') return (part) => Array.from(part);
  let held = '';
  let last = NOTHING;
  let before = NOTHING;
  return (part, final) => {
    const pieces: string[] = [];
    let start = 0;
    for (let i = 0; i < part.length;) {
      const code = part.codePointAt(i)!;
      const next = classOf(code);
      if (last !== NOTHING && !belong(last, next)) {
        const piece = held + part.slice(start, i);
        if (piece !== ' ' || !spaced(before, next)) pieces.push(piece);
        held = '';
        start = i;
        before = last;
      }
      last = next;
      i += code > 0xffff ? 2 : 1;
    }
    // The end of a piece that is too long to be known does not matter.
    held = (held + part.slice(start)).slice(0, LONGEST_PIECE + 1);
    if (final && held !== '') pieces.push(held);
    return pieces;
  };
}

/**
 * The tokens that stand for no text, then the most frequent pieces, `most` in all; of equal ones the first in the
 * alphabet. A token for the unknown is added where pieces are left over.
 */
export function buildVocabulary(
  counts: ReadonlyMap<string, number>,
  wanted: readonly SpecialToken[],
  most: number,
): Pick<TokensColumn, 'vocabulary' | 'special'> {
  const known = [...counts].filter(([piece]) => piece.length <= LONGEST_PIECE);
  known.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const all = known.length === counts.size && known.length + wanted.length <= most;
  const names = all || wanted.includes('unknown') ? wanted : [...wanted, 'unknown' as const];
  const { texts, special } = specialTokens(names);
  const pieces = known.slice(0, Math.max(1, most - names.length)).map(([piece]) => piece);
  return { vocabulary: [...texts, ...pieces], special };
}

/** Tokens that stand for no text, at the front of a vocabulary. */
export function specialTokens(names: readonly SpecialToken[]): {
  readonly texts: readonly string[];
  readonly special: TokensColumn['special'];
} {
  const special = { padding: null, start: null, end: null, unknown: null } as TokensColumn['special'];
  for (const [id, name] of names.entries()) special[name] = id;
  return { texts: names.map((name) => SPECIAL_TEXT[name]), special };
}

/** The id of a piece; null where it has none, which leaves it out. */
export function pieceIds({ vocabulary, special }: TokenizedText): (piece: string) => number | null {
  const standIns = new Set(Object.values(special));
  const ids = new Map(vocabulary.flatMap((text, id) => (standIns.has(id) ? [] : [[text, id]])));
  return (piece) => ids.get(piece) ?? special.unknown;
}

/** Encodes texts of characters or words; the tokens of start and end are the caller's to add. */
export function textEncoder(text: TokenizedText): (given: string) => number[] {
  const { kind } = text.tokenizer;
  if (kind === 'bpe') throw new Error('Byte pairs are encoded by a job');
  const idOf = pieceIds(text);
  return (given) =>
    textSplitter(kind)(given, true)
      .map(idOf)
      .filter((id) => id !== null);
}

/**
 * Writes the tokens of a text into a row, framed by those of start and end where the column has them, padded at the end.
 * Gives the number of tokens that the whole text has: more than the row's, and its end was left out.
 */
export function rowFrame({ special }: TokenizedText): (ids: readonly number[], row: Int32Array) => number {
  const { padding, start, end } = special;
  const before = start === null ? [] : [start];
  const after = end === null ? [] : [end];
  const frame = before.length + after.length;
  return (ids, row) => {
    row.fill(padding ?? 0);
    row.set([...before, ...ids.slice(0, row.length - frame), ...after]);
    return ids.length + frame;
  };
}

/** The text of tokens of any kind; padding, start and end are none. */
export function decodeTokens(
  ids: ArrayLike<number>,
  { vocabulary, tokenizer, special }: TokenizedText,
): string {
  const pieces: string[] = [];
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    if (id === special.padding || id === special.start || id === special.end) continue;
    pieces.push(id === special.unknown ? UNKNOWN_TEXT : (vocabulary[id] ?? UNKNOWN_TEXT));
  }
  switch (tokenizer.kind) {
    case 'characters':
      return pieces.join('');
    case 'words':
      return joinWords(pieces);
    case 'bpe':
      return bytesText(pieces.join(''));
  }
}

/** One token as text that can be shown: a special one by its name. */
export function tokenText(id: number, text: TokenizedText): string {
  return Object.values(text.special).includes(id) ? text.vocabulary[id]! : decodeTokens([id], text);
}

function joinWords(pieces: readonly string[]): string {
  let last = NOTHING;
  let text = '';
  for (const piece of pieces) {
    // An unknown piece is most likely a word.
    const first = piece === UNKNOWN_TEXT ? WORD : classOf(piece.codePointAt(0)!);
    if (spaced(last, first)) text += ' ';
    text += piece;
    last = piece === UNKNOWN_TEXT ? WORD : classOf(lastCodePoint(piece));
  }
  return text;
}

function lastCodePoint(text: string): number {
  const end = text.codePointAt(text.length - 2);
  return end !== undefined && end > 0xffff ? end : text.charCodeAt(text.length - 1);
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Tokens of byte pairs write each byte as a character. */
function bytesText(characters: string): string {
  return utf8.decode(Uint8Array.from(characters, (character) => byteOfCharacter.get(character) ?? 0x3f));
}
