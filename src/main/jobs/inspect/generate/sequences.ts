/** A sequence-to-sequence network writes the likeliest answers to its sources. */
import type { Generated, GenerateRequest } from '../../../../shared/contract/generate.ts';
import type { ModelSource } from '../../../../shared/contract/jobs.ts';
import { decodeTokens, rowFrame } from '../../../../shared/data/tokenizer.ts';
import { Failed, failure } from '../../../../shared/words/failures.ts';
import { generateReasons } from '../../../../shared/words/generating.ts';
import { rowName } from '../../../../shared/words/predictions.ts';
import type { LoadedModel } from '../../model/model.ts';
import { beamSearch } from './beam.ts';
import type { Sequence } from './beam.ts';
import { looksAhead, nextTokens, promptEncoder, writerOf } from './tokens.ts';
import type { Writer } from './tokens.ts';

type Features = Readonly<Record<string, Float32Array>>;

const refuse = (detail: string): Failed => new Failed(failure('wrong-usage', { detail }));

/** Throws `Failed` 'wrong-usage' where the network cannot write, 'not-found' where there is no such row. */
export async function answerSequences(
  model: LoadedModel,
  source: ModelSource,
  writer: Writer,
  { prompt, rows, length = writer.window, beam = 1, lengthPower = 1 }: GenerateRequest,
): Promise<Extract<Generated, { form: 'answers' }>> {
  const given = rows ? rowSources(model, source, rows) : await promptSource(source, writer, prompt);
  const problem = cannotWrite(model, writer, part(given.features, given.names.length, [0]));
  if (problem !== null) throw refuse(problem);
  const most = Math.min(length, writer.window);
  const found = search(model, writer, given.features, given.names.length, { most, width: beam, lengthPower });
  const { column } = writer;
  return {
    form: 'answers',
    unknown: given.unknown,
    sources: found.map((sequences, i) => ({
      source: given.names[i]!,
      target: rows ? decodeTokens(targetOf(model, writer, rows[i]!), column) : null,
      answers: sequences.map(({ tokens, score, ended }) => ({
        text: decodeTokens(tokens, column),
        score,
        ended,
      })),
    })),
  };
}

/** Rows of a split that are in memory at once with all that is written for them. */
const SEARCHED_ROWS = 4096;

/** Rows whose likeliest tokens, taken one by one, are the target: of a split, as a part; null where the run is no such, or cannot write. */
export function exactMatch(model: LoadedModel, source: ModelSource, rows: Int32Array): number | null {
  const writer = source.project.recipe.kind === 'sequenceToSequence' ? writerOf(model, source) : null;
  if (!writer || rows.length === 0) return null;
  if (cannotWrite(model, writer, model.rawRows(rows.subarray(0, 1))) !== null) return null;
  const settings = { most: writer.window, width: 1, lengthPower: 1 };
  let same = 0;
  for (let from = 0; from < rows.length; from += SEARCHED_ROWS) {
    const own = rows.subarray(from, from + SEARCHED_ROWS);
    const found = search(model, writer, model.rawRows(own), own.length, settings);
    same += found.filter(([best], i) => {
      const target = targetOf(model, writer, own[i]!);
      return best!.tokens.length === target.length && best!.tokens.every((id, k) => id === target[k]);
    }).length;
  }
  return same / rows.length;
}

function cannotWrite(model: LoadedModel, writer: Writer, one: Features): string | null {
  const { start } = writer.column.special;
  if (start === null) return generateReasons.noStart(writer.column.name);
  return looksAhead(model, writer, [start], one) ? generateReasons.looksAheadAlways() : null;
}

function search(
  model: LoadedModel,
  writer: Writer,
  features: Features,
  count: number,
  settings: { readonly most: number; readonly width: number; readonly lengthPower: number },
): readonly (readonly Sequence[])[] {
  const { start, end } = writer.column.special;
  return beamSearch(count, { start: start!, end, ...settings }, (beginnings) => {
    const own = part(
      features,
      count,
      beginnings.map(({ source }) => source),
    );
    return nextTokens(
      model,
      writer,
      beginnings.map(({ tokens }) => tokens),
      own,
    );
  });
}

/** What the data set says that a row should become, without the tokens around it, as far as the network reaches. */
function targetOf(model: LoadedModel, { column, output, window }: Writer, row: number): readonly number[] {
  const [all] = [model.rawTargets(output, [row])];
  const { end, padding } = column.special;
  const stop = all.findIndex((id) => id === end || id === padding);
  return [...all.slice(0, stop < 0 ? window : stop)];
}

/** Of `count` rows of features those at some places. */
const part = (features: Features, count: number, places: readonly number[]): Features =>
  Object.fromEntries(
    Object.entries(features).map(([node, all]) => {
      const size = all.length / count;
      const own = new Float32Array(places.length * size);
      places.forEach((place, i) => own.set(all.subarray(place * size, (place + 1) * size), i * size));
      return [node, own];
    }),
  );

interface Sources {
  readonly features: Features;
  readonly names: readonly string[];
  readonly unknown: readonly string[];
}

function rowSources(model: LoadedModel, { manifest }: ModelSource, rows: readonly number[]): Sources {
  const beyond = rows.find((row) => row >= manifest.rows);
  if (beyond !== undefined) throw new Failed(failure('not-found', { what: 'row', name: String(beyond + 1) }));
  return { features: model.rawRows(rows), names: rows.map(rowName), unknown: [] };
}

async function promptSource(
  source: ModelSource,
  { others }: Writer,
  prompt: string | undefined,
): Promise<Sources> {
  if (prompt === undefined) throw refuse(generateReasons.needsSource());
  const [only, ...more] = others;
  if (!only?.column || more.length > 0)
    throw refuse(generateReasons.severalInputs(others.map(({ node, column }) => column?.name ?? node)));
  const { ids, unknown } = (await promptEncoder(only.column, source))(prompt);
  const row = new Int32Array(only.column.length);
  rowFrame(only.column)(ids, row);
  return { features: { [only.node]: Float32Array.from(row) }, names: [prompt], unknown };
}
