/** A column of texts, each of them a row of tokens: first counted, then encoded. */
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { TokensColumn } from '../../../shared/data/manifest.ts';
import {
  buildVocabulary,
  rowEncoder,
  textSplitter,
  USUAL_VOCABULARY,
} from '../../../shared/data/tokenizer.ts';
import type { TextUnit } from '../../../shared/data/tokenizer.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importReasons } from '../../../shared/words/imports.ts';
import { oneLineEnd } from '../files/text.ts';
import { PieceCounts } from '../text/piece-counts.ts';

/** Tokens of a row; a longer text is cut. */
const LONGEST_ROW: Readonly<Record<TextUnit, number>> = { words: 256, characters: 1024 };

export class TextColumn {
  readonly #unit: TextUnit;
  readonly #most: number;
  /** Each text stands between a token of its start and one of its end. */
  readonly #framed: boolean;
  #counts: PieceCounts | null = new PieceCounts();
  #longest = 1;
  #tokens: Pick<TokensColumn, 'length' | 'vocabulary' | 'tokenizer' | 'special'> | null = null;
  #encode: ReturnType<typeof rowEncoder> | null = null;

  /** Throws `Failed` where the options ask for byte pairs. */
  constructor({ tokenizer = 'words', vocabulary }: ImportOptions, framed: boolean, file: string) {
    if (tokenizer === 'bpe') {
      throw new Failed(failure('import-failed', { file, detail: importReasons.noBytePairs() }));
    }
    this.#unit = tokenizer;
    this.#most = vocabulary ?? USUAL_VOCABULARY[tokenizer];
    this.#framed = framed;
  }

  count(text: string): void {
    const pieces = textSplitter(this.#unit)(oneLineEnd(text), true);
    this.#counts!.add(pieces);
    this.#longest = Math.max(this.#longest, pieces.length + (this.#framed ? 2 : 0));
  }

  /** What the manifest says of it; all texts have been counted. */
  get tokens(): Pick<TokensColumn, 'length' | 'vocabulary' | 'tokenizer' | 'special'> {
    if (this.#tokens) return this.#tokens;
    const special = this.#framed
      ? (['padding', 'start', 'end', 'unknown'] as const)
      : (['padding', 'unknown'] as const);
    const column = {
      ...buildVocabulary(this.#counts!.counts, special, this.#most),
      tokenizer: { kind: this.#unit },
    };
    this.#counts = null;
    return (this.#tokens = { length: Math.min(this.#longest, LONGEST_ROW[this.#unit]), ...column });
  }

  /** Writes a text's row; gives the number of tokens that it would have, which may be more than a row has. */
  encode(text: string, row: Int32Array): number {
    this.#encode ??= rowEncoder(this.tokens);
    return this.#encode(oneLineEnd(text), row);
  }
}
