/** A column of texts, each of them a row of tokens: first counted, then, where it takes that, measured, then encoded. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { TokensColumn } from '../../../shared/data/manifest.ts';
import {
  buildVocabulary,
  rowFrame,
  specialTokens,
  textEncoder,
  textSplitter,
  USUAL_VOCABULARY,
} from '../../../shared/data/tokenizer.ts';
import { oneLineEnd } from '../files/text.ts';
import { bytePairEncoder, bytePairWords, tokenizerJson } from '../text/bpe.ts';
import { trainBytePairs } from '../text/bpe-train.ts';
import { PieceCounts } from '../text/piece-counts.ts';
import type { ImportContext } from './context.ts';
import { syncFile } from './dataset-writer.ts';

type Kind = TokensColumn['tokenizer']['kind'];
type Tokens = Pick<TokensColumn, 'length' | 'vocabulary' | 'tokenizer' | 'special'>;

/** Tokens of a row; a longer text is cut. */
const LONGEST_ROW: Readonly<Record<Kind, number>> = { words: 256, characters: 1024, bpe: 512 };

/** Where a column of this place in the file has its tokenizer. */
const tokenizerFile = (index: number): string => `column-${index}.tokenizer.json`;

export class TextColumn {
  readonly #kind: Kind;
  readonly #most: number;
  /** Each text stands between a token of its start and one of its end. */
  readonly #framed: boolean;
  readonly #cut: (text: string) => readonly string[];
  #counts: PieceCounts | null = new PieceCounts();
  #longest = 1;
  #learned: Omit<Tokens, 'length'> | null = null;
  #encode: (text: string) => readonly number[] = () => [];

  constructor({ tokenizer = 'words', vocabulary }: ImportOptions, framed: boolean) {
    this.#kind = tokenizer;
    this.#most = vocabulary ?? USUAL_VOCABULARY[tokenizer];
    this.#framed = framed;
    this.#cut = tokenizer === 'bpe' ? bytePairWords() : (text) => textSplitter(tokenizer)(text, true);
  }

  /** How long rows are is known only once the texts have been shown to `measure`. */
  get isMeasured(): boolean {
    return this.#kind === 'bpe';
  }

  count(text: string): void {
    const pieces = this.#cut(oneLineEnd(text));
    this.#counts!.add(pieces);
    if (!this.isMeasured) this.#see(pieces.length);
  }

  /** Makes the vocabulary; all texts have been counted. Byte pairs lie in a file of their own beside the column's. */
  async learn(folder: string, index: number, { signal }: Pick<ImportContext, 'signal'>): Promise<void> {
    const { counts } = this.#counts!;
    this.#counts = null;
    if (this.#kind !== 'bpe') {
      const special = this.#framed
        ? (['padding', 'start', 'end', 'unknown'] as const)
        : (['padding', 'unknown'] as const);
      this.#learned = {
        ...buildVocabulary(counts, special, this.#most),
        tokenizer: { kind: this.#kind },
      };
      this.#encode = textEncoder(this.#learned);
      return;
    }
    const { texts, special } = specialTokens(this.#framed ? ['padding', 'start', 'end'] : ['padding']);
    const pairs = await trainBytePairs(counts, this.#most - texts.length, { signal });
    const json = tokenizerJson(pairs, texts);
    const file = tokenizerFile(index);
    await writeFile(join(folder, file), JSON.stringify(json));
    await syncFile(join(folder, file));
    this.#learned = {
      vocabulary: [...texts, ...pairs.vocabulary],
      tokenizer: { kind: 'bpe', file },
      special,
    };
    this.#encode = bytePairEncoder(json);
  }

  measure(text: string): void {
    this.#see(this.#encode(oneLineEnd(text)).length);
  }

  #see(tokens: number): void {
    this.#longest = Math.max(this.#longest, tokens + (this.#framed ? 2 : 0));
  }

  /** What the manifest says of it; it has been learned. */
  get tokens(): Tokens {
    return { length: Math.min(this.#longest, LONGEST_ROW[this.#kind]), ...this.#learned! };
  }

  /** Writes a text's row; gives the number of tokens that it would have, which may be more than a row has. */
  encode(text: string, row: Int32Array): number {
    return rowFrame(this.#learned!)(this.#encode(oneLineEnd(text)), row);
  }
}
