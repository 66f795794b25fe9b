/** What a trained network makes: text, sequences, pictures or rows of a table, by its recipe. */
import type { GenerateRequest } from '../../../shared/contract/generate.ts';
import { NO_BYTES } from '../../../shared/contract/frames.ts';
import { recipeOf } from '../../../shared/kinds/recipes/index.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { generateReasons } from '../../../shared/words/generating.ts';
import type { Maker, MakerSource } from './maker.ts';
import { sampleAutoencoder, sampleGan } from './samples.ts';
import type { Made } from './samples.ts';
import { answerSequences } from './sequences.ts';
import { continueText } from './text.ts';
import type { Writing } from './text.ts';
import { writerOf } from './tokens.ts';

/** Throws `Failed` 'wrong-usage' where the network makes nothing, or not of this. */
export async function generate(
  model: Maker,
  source: MakerSource,
  request: GenerateRequest,
  writing: Writing,
): Promise<Made> {
  const { kind } = source.project.recipe;
  const writer = writerOf(model, source);
  if (kind === 'languageModel' && writer)
    return { generated: await continueText(model, source, writer, request, writing), bytes: NO_BYTES };
  if (kind === 'sequenceToSequence' && writer)
    return { generated: await answerSequences(model, source, writer, request), bytes: NO_BYTES };
  if (kind === 'gan') return sampleGan(model, request);
  if (kind === 'variationalAutoencoder') return sampleAutoencoder(model, request);
  const detail = generateReasons.makesNothing(recipeOf(kind)?.label ?? kind);
  throw new Failed(failure('wrong-usage', { detail }));
}
