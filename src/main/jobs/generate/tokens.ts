/** Text as the tokens of a trained network, and what the network says of the token after them. */
import type { TokensColumn } from '../../../shared/data/manifest.ts';
import { pieceIds, textSplitter } from '../../../shared/data/tokenizer.ts';
import { oneLineEnd } from '../files/text.ts';
import { columnEncoder } from '../text/encoder.ts';
import type { RawFeatures } from '../model/forward-rows.ts';
import { endsInSoftmax, softmax } from '../model/probabilities.ts';
import type { Beginning } from './beam.ts';
import type { Maker, MakerSource } from './maker.ts';

export interface Encoded {
  readonly ids: readonly number[];
  /** Pieces that the vocabulary does not know, each once. */
  readonly unknown: readonly string[];
}

/** How the column's texts become tokens; those of start and end are the caller's to add. */
export async function promptEncoder(
  column: TokensColumn,
  { data }: Pick<MakerSource, 'data'>,
): Promise<(text: string) => Encoded> {
  const { tokenizer } = column;
  if (tokenizer.kind === 'bpe') {
    const encode = await columnEncoder(column, data);
    return (text) => ({ ids: encode(text), unknown: [] });
  }
  const { kind } = tokenizer;
  const idOf = pieceIds(column);
  return (text) => {
    const pieces = textSplitter(kind)(oneLineEnd(text), true).map((piece) => ({ piece, id: idOf(piece) }));
    const unknown = pieces.filter(({ id }) => id === null || id === column.special.unknown);
    return {
      ids: pieces.flatMap(({ id }) => (id === null ? [] : [id])),
      unknown: [...new Set(unknown.map(({ piece }) => piece))],
    };
  };
}

/** The column of tokens that the network writes, and where. */
export interface Writer {
  readonly column: TokensColumn;
  /** Its output. */
  readonly output: string;
  /** The input that reads what is written so far, and how many tokens of it. */
  readonly input: string;
  readonly window: number;
  /** What else it reads. */
  readonly others: readonly { readonly node: string; readonly column: TokensColumn | null }[];
}

/** Null where the network has no output of tokens, or does not read what it writes. */
export function writerOf(
  { preprocessing, inferred }: Maker,
  { manifest }: Pick<MakerSource, 'manifest'>,
): Writer | null {
  const columnNamed = (name: string | undefined): TokensColumn | null => {
    const found = manifest.columns.find((column) => column.name === name);
    return found?.type === 'tokens' ? found : null;
  };
  for (const [output, target] of Object.entries(preprocessing.targets)) {
    const column = target.type === 'tokens' ? columnNamed(target.column) : null;
    if (!column) continue;
    const inputs = Object.entries(preprocessing.inputs).filter(([node]) => inferred.byId.has(node));
    const own = inputs.find(([, { columns }]) => columns.length === 1 && columns[0]!.name === column.name);
    if (!own) continue;
    const others = inputs
      .filter((other) => other !== own)
      .map(([node, { columns }]) => ({ node, column: columnNamed(columns[0]?.name) }));
    return { column, output, input: own[0], window: own[1].shape[0] ?? 1, others };
  }
  return null;
}

/** What a text is to be written to: the features of what the network reads besides, of so many sources. */
export interface Sources {
  readonly features: RawFeatures;
  readonly count: number;
}
/** Where it reads nothing besides. */
export const NO_SOURCE: Sources = { features: {}, count: 1 };

/**
 * The logarithms of the probabilities of the token after each beginning, none longer than the window. Beginnings stand at
 * the start of the window, with `filling` after them. Padding, start and the unknown are no text: they may not come.
 */
export type NextTokens = (beginnings: readonly Beginning[], filling?: number) => readonly Float64Array[];

/** `most`: beginnings at once; `calls`: how often more of them are asked about, roughly. */
export function nextTokensOf(
  model: Maker,
  { column, output, input, window }: Writer,
  { features, count }: Sources,
  { most, calls }: { readonly most: number; readonly calls: number },
): NextTokens {
  const reread = model.reread({ input, output, rows: most, calls }, features, count);
  const width = column.vocabulary.length;
  const probable = endsInSoftmax(model, output);
  const { padding, start, unknown } = column.special;
  const banned = [padding, start, unknown].filter((id) => id !== null);
  return (beginnings, filling = padding ?? 0) => {
    const read = new Float32Array(beginnings.length * window).fill(filling);
    beginnings.forEach(({ tokens }, i) => read.set(tokens, i * window));
    const values = reread(
      read,
      beginnings.map(({ source }) => source),
    );
    return beginnings.map(({ tokens }, i) => {
      const from = (i * window + tokens.length - 1) * width;
      const own = values.subarray(from, from + width);
      const logarithms = Float64Array.from(probable ? own : softmax(own), Math.log);
      for (const id of banned) logarithms[id] = -Infinity;
      return logarithms;
    });
  };
}

/** The largest change of a value that is rounding: rows are multiplied in another order where the window differs. */
const ROUNDING = 1e-4;

/** Whether what stands after a beginning changes what the network says of its next token. */
export function looksAhead({ column, window }: Writer, next: NextTokens, beginning: Beginning): boolean {
  if (beginning.tokens.length >= window) return false;
  const fillings = [column.special.padding ?? 0, column.vocabulary.length - 1];
  const [one, other] = fillings.map((filling) => next([beginning], filling)[0]!);
  return one!.some((value, id) => Math.abs(Math.exp(value) - Math.exp(other![id]!)) > ROUNDING);
}
