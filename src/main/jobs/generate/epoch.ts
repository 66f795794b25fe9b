/** What a network that trains makes after an epoch: from the same start each time, so that epochs can be compared. */
import { decodeTokens } from '../../../shared/data/tokenizer.ts';
import type { TokenizedText } from '../../../shared/data/tokenizer.ts';
import type { Generated } from '../../../shared/contract/generate.ts';
import { NO_BYTES } from '../../../shared/contract/frames.ts';
import { Failed } from '../../../shared/words/failures.ts';
import type { Maker, MakerSource } from './maker.ts';
import { reconstructions, sampleAutoencoder, sampleGan } from './samples.ts';
import type { Made } from './samples.ts';
import { answerSequences } from './sequences.ts';
import { continueTokens, nextTextTokens } from './text.ts';
import { looksAhead, writerOf } from './tokens.ts';
import type { Writer } from './tokens.ts';

/** Rows of each split that the samples of an epoch may look at: the first of it. */
export const SAMPLE_ROWS = 64;

const RECONSTRUCTIONS = 16;
const PAIRS = 3;
/** A language model's samples: about 200 characters. */
const LENGTHS: Readonly<Record<TokenizedText['tokenizer']['kind'], number>> = {
  characters: 200,
  words: 40,
  bpe: 60,
};
const TEMPERATURE = 0.8;
/** Tokens of the data that a text goes on from. */
const PROMPT = 20;

/**
 * Passes of the network that a sample takes one after the other, each with a row or few; 0 where it makes nothing, 1 where
 * all is made at once.
 */
export function samplePasses(model: Maker, source: MakerSource): number {
  switch (source.project.recipe.kind) {
    case 'gan':
    case 'variationalAutoencoder':
    case 'autoencoder':
      return 1;
    case 'languageModel': {
      const writer = writerOf(model, source);
      return writer && writer.others.length === 0 ? LENGTHS[writer.column.tokenizer.kind] : 0;
    }
    case 'sequenceToSequence':
      return writerOf(model, source)?.window ?? 0;
    default:
      return 0;
  }
}

/** Null where this network makes nothing, or where `cancelled` has ended it. */
export async function makeEpochSample(
  model: Maker,
  source: MakerSource,
  cancelled: () => boolean,
): Promise<Made | null> {
  const { recipe, training } = source.project;
  const writer = writerOf(model, source);
  switch (recipe.kind) {
    case 'gan':
      return sampleGan(model, { seed: training.seed });
    case 'variationalAutoencoder':
      return middleIn(model) ? sampleAutoencoder(model, {}, training.seed) : null;
    case 'autoencoder': {
      const rows = heldOut(model, RECONSTRUCTIONS);
      return rows.length > 0 ? reconstructions(model, rows) : null;
    }
    case 'languageModel': {
      const text = writer && (await sampleText(model, writer, training.seed, cancelled));
      return text && text.ended !== 'cancelled' ? { generated: text, bytes: NO_BYTES } : null;
    }
    case 'sequenceToSequence': {
      const answers = writer && (await unlessRefused(answerPairs(model, source, writer)));
      return answers && { generated: answers, bytes: NO_BYTES };
    }
    default:
      return null;
  }
}

const middleIn = ({ inferred }: Maker): boolean =>
  inferred.order.some(({ kind }) => kind.kind === 'sampling');

/** The first rows that are not learned from, or of the others where none are held out. */
function heldOut(model: Maker, count: number): Int32Array {
  const validation = model.rowsOf('validation');
  return (validation.length > 0 ? validation : model.rowsOf('train')).subarray(0, count);
}

async function sampleText(model: Maker, writer: Writer, seed: number, cancelled: () => boolean) {
  const [row] = heldOut(model, 1);
  const { special, tokenizer } = writer.column;
  if (row === undefined || writer.others.length > 0) return null;
  const own = [...model.rawRows([row])[writer.input]!];
  const end = own.findIndex((id) => id === special.padding || id === special.end);
  const whole = end < 0 ? own : own.slice(0, end);
  const beginning =
    special.start !== null && whole[0] === special.start ? [special.start] : whole.slice(0, PROMPT);
  // A network that looks ahead can go on from a full window only.
  const request = { length: LENGTHS[tokenizer.kind], temperature: TEMPERATURE, seed };
  const next = nextTextTokens(model, writer, request);
  const ahead = (tokens: readonly number[]): boolean => looksAhead(writer, next, { source: 0, tokens });
  const from = ahead(beginning) ? whole : beginning;
  if (from.length === 0 || ahead(from)) return null;
  return continueTokens(writer, next, from, request, { written: () => undefined, cancelled });
}

/** Rows that are not learned from, by what they say where that is one text. */
async function answerPairs(
  model: Maker,
  source: MakerSource,
  writer: Writer,
): Promise<Extract<Generated, { form: 'answers' }>> {
  const rows = heldOut(model, PAIRS);
  const answers = await answerSequences(model, source, writer, { rows: [...rows] });
  const [asked, ...more] = writer.others;
  if (!asked?.column || more.length > 0) return answers;
  const tokens = model.rawRows(rows)[asked.node]!;
  const wide = tokens.length / rows.length;
  const textOf = (place: number): string =>
    decodeTokens(tokens.subarray(place * wide, (place + 1) * wide), asked.column!);
  return {
    ...answers,
    sources: answers.sources.map((own, place) => ({ ...own, source: textOf(place) })),
  };
}

/** Null for what a person would be told of a question that cannot be answered. */
const unlessRefused = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (error instanceof Failed) return null;
    throw error;
  });
