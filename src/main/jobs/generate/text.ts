/** A language model goes on from a prompt, token by token. */
import type { Generated, GenerateRequest } from '../../../shared/contract/generate.ts';
import { USUAL_LENGTH } from '../../../shared/contract/generate.ts';
import { decodeTokens } from '../../../shared/data/tokenizer.ts';
import type { TokenizedText } from '../../../shared/data/tokenizer.ts';
import { randomStream } from '../../../shared/random.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { generateReasons } from '../../../shared/words/generating.ts';
import type { Text } from '../../../shared/words/said.ts';
import type { Maker, MakerSource } from './maker.ts';
import { candidates, draw } from './sampling.ts';
import { looksAhead, nextTokensOf, NO_SOURCE, promptEncoder } from './tokens.ts';
import type { NextTokens, Writer } from './tokens.ts';

export interface Writing {
  /** More of the text. */
  written(text: string): void;
  /** Asked after each token. */
  cancelled(): boolean;
}

const refuse = (detail: Text): Failed => new Failed(failure('wrong-usage', { detail }));

/** Throws `Failed` 'wrong-usage' where the network cannot go on from this prompt. */
export async function continueText(
  model: Maker,
  source: MakerSource,
  writer: Writer,
  request: GenerateRequest,
  writing: Writing,
): Promise<Extract<Generated, { form: 'text' }>> {
  const { column, window } = writer;
  const { ids, unknown } = (await promptEncoder(column, source))(request.prompt ?? '');
  // In a whole text nothing starts anew; a row of its own starts as it did in training.
  const { start } = column.special;
  const all = source.manifest.order === 'rows' && start !== null ? [start, ...ids] : [...ids];
  if (all.length === 0) throw refuse(generateReasons.needsPrompt());
  if (writer.others.length > 0) throw refuse(generateReasons.otherInputs());
  const next = nextTextTokens(model, writer, request);
  if (looksAhead(writer, next, { source: 0, tokens: all })) throw refuse(generateReasons.looksAhead(window));
  return { ...(await continueTokens(writer, next, all, request, writing)), unknown };
}

/** What comes next of one text that grows. */
export const nextTextTokens = (model: Maker, writer: Writer, { length = USUAL_LENGTH }: GenerateRequest) =>
  nextTokensOf(model, writer, NO_SOURCE, { most: 1, calls: length });

/** The same from tokens, at least one, which the network can go on from. */
export async function continueTokens(
  { column, window }: Writer,
  next: NextTokens,
  beginning: readonly number[],
  request: GenerateRequest,
  { written, cancelled }: Writing,
): Promise<Extract<Generated, { form: 'text' }>> {
  const { length = USUAL_LENGTH, seed = 0, temperature = 1, topK = null, topP = null } = request;
  const { end } = column.special;
  const all = [...beginning];
  const random = randomStream(seed, 'generate');
  const grown = growing(column, all);
  let ended: 'end' | 'length' | 'cancelled' = 'length';
  let tokens = 0;
  while (tokens < length) {
    const [logarithms] = next([{ source: 0, tokens: all.slice(-window) }]);
    const token = draw(candidates(logarithms!, { temperature, topK, topP }), random.uniform());
    if (token === end) {
      ended = 'end';
      break;
    }
    all.push(token);
    tokens += 1;
    const more = grown.next();
    if (more !== '') written(more);
    // A turn for the command that cancels.
    await new Promise((done) => setImmediate(done));
    if (cancelled()) {
      ended = 'cancelled';
      break;
    }
  }
  const rest = grown.rest();
  if (rest !== '') written(rest);
  return { form: 'text', prompt: grown.before, text: grown.text(), tokens, seed, unknown: [], ended };
}

/** The text that is added to tokens which grow in place; part of a character waits for its rest. */
function growing(column: TokenizedText, all: readonly number[]) {
  const before = decodeTokens(all, column);
  let told = before.length;
  const text = (): string => decodeTokens(all, column);
  const since = (until: string): string => {
    const more = until.slice(told);
    told = Math.max(told, until.length);
    return more;
  };
  return {
    before,
    text: () => text().slice(before.length),
    next: () => since(column.tokenizer.kind === 'bpe' ? text().replace(/\ufffd+$/, '') : text()),
    rest: () => since(text()),
  };
}
