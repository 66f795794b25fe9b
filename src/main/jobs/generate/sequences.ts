/** A sequence-to-sequence network writes the likeliest answers to its sources. */
import type { Generated, GenerateRequest } from '../../../shared/contract/generate.ts';
import type { Evaluation } from '../../../shared/contract/runs.ts';
import { decodeTokens, rowFrame } from '../../../shared/data/tokenizer.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { generateReasons } from '../../../shared/words/generating.ts';
import { rowName } from '../../../shared/words/predictions.ts';
import type { Text } from '../../../shared/words/said.ts';
import { beamSearch } from './beam.ts';
import type { BeamSettings, Sequence } from './beam.ts';
import type { Maker, MakerSource } from './maker.ts';
import { looksAhead, nextTokensOf, promptEncoder, writerOf } from './tokens.ts';
import type { NextTokens, Sources, Writer } from './tokens.ts';

const refuse = (detail: Text): Failed => new Failed(failure('wrong-usage', { detail }));

/** Throws `Failed` 'wrong-usage' where the network cannot write, 'not-found' where there is no such row. */
export async function answerSequences(
  model: Maker,
  source: MakerSource,
  writer: Writer,
  { prompt, rows, length = writer.window, beam = 1, lengthPower = 1 }: GenerateRequest,
): Promise<Extract<Generated, { form: 'answers' }>> {
  const given = rows ? rowSources(model, source, rows) : await promptSource(source, writer, prompt);
  const most = Math.min(length, writer.window);
  const next = nextTokensOf(model, writer, given, { most: beam * given.count, calls: most });
  const problem = cannotWrite(writer, next);
  if (problem !== null) throw refuse(problem);
  const found = search(writer, next, given.count, { most, width: beam, lengthPower });
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

/** Rows that are answered at once. */
const EXACT_PART = 64;

/**
 * How many rows' likeliest tokens, taken one by one, are the target, and of how many; null where the network is no such, or
 * cannot write. `next` is asked before each part for the network to go on with; null ends it there.
 */
export async function exactMatches(
  source: MakerSource,
  rows: Int32Array,
  next: () => Promise<Maker | null>,
): Promise<{ readonly same: number; readonly rows: number } | null> {
  if (source.project.recipe.kind !== 'sequenceToSequence') return null;
  let [same, seen] = [0, 0];
  while (seen < rows.length) {
    const model = await next();
    if (!model) break;
    const part = rows.subarray(seen, seen + EXACT_PART);
    const found = exactRows(model, source, part, rows.length);
    if (found === null) return null;
    same += found;
    seen += part.length;
  }
  return { same, rows: seen };
}

/** What an evaluation says with that; of how many rows, where they are not all. */
export function withExactMatch(
  evaluation: Evaluation,
  exact: { readonly same: number; readonly rows: number } | null,
): Evaluation {
  if (!exact || exact.rows === 0) return evaluation;
  return {
    ...evaluation,
    metrics: { ...evaluation.metrics, exactMatch: exact.same / exact.rows },
    ...(exact.rows < evaluation.rows && { rowsOf: { exactMatch: exact.rows } }),
  };
}

/** `all`: how many rows are answered, part by part. */
function exactRows(model: Maker, source: MakerSource, rows: Int32Array, all: number): number | null {
  const writer = writerOf(model, source);
  if (!writer) return null;
  const sources = { features: model.rawRows(rows), count: rows.length };
  // The last part is computed as the others are.
  const size = { most: Math.min(EXACT_PART, all), calls: Math.ceil(all / EXACT_PART) * writer.window };
  const next = nextTokensOf(model, writer, sources, size);
  if (cannotWrite(writer, next) !== null) return null;
  const settings = { most: writer.window, width: 1, lengthPower: 1 };
  const found = search(writer, next, rows.length, settings);
  const same = found.filter(([best], i) => {
    const target = targetOf(model, writer, rows[i]!);
    return best!.tokens.length === target.length && best!.tokens.every((id, k) => id === target[k]);
  });
  return same.length;
}

function cannotWrite(writer: Writer, next: NextTokens): Text | null {
  const { start } = writer.column.special;
  if (start === null) return generateReasons.noStart(writer.column.name);
  const ahead = looksAhead(writer, next, { source: 0, tokens: [start] });
  return ahead ? generateReasons.looksAheadAlways() : null;
}

function search(
  { column }: Writer,
  next: NextTokens,
  count: number,
  settings: Pick<BeamSettings, 'most' | 'width' | 'lengthPower'>,
): readonly (readonly Sequence[])[] {
  const { start, end } = column.special;
  return beamSearch(count, { start: start!, end, ...settings }, next);
}

/** What the data set says that a row should become, without the tokens around it, as far as the network reaches. */
function targetOf(model: Maker, { column, output, window }: Writer, row: number): readonly number[] {
  const [all] = [model.rawTargets(output, [row])];
  const { end, padding } = column.special;
  const stop = all.findIndex((id) => id === end || id === padding);
  return [...all.slice(0, stop < 0 ? window : stop)];
}

interface NamedSources extends Sources {
  readonly names: readonly string[];
  readonly unknown: readonly string[];
}

function rowSources(model: Maker, { manifest }: MakerSource, rows: readonly number[]): NamedSources {
  const beyond = rows.find((row) => row >= manifest.rows);
  if (beyond !== undefined) throw new Failed(failure('not-found', { what: 'row', name: String(beyond + 1) }));
  return { features: model.rawRows(rows), count: rows.length, names: rows.map(rowName), unknown: [] };
}

async function promptSource(
  source: MakerSource,
  { others }: Writer,
  prompt: string | undefined,
): Promise<NamedSources> {
  if (prompt === undefined) throw refuse(generateReasons.needsSource());
  const [only, ...more] = others;
  if (!only?.column || more.length > 0)
    throw refuse(generateReasons.severalInputs(others.map(({ node, column }) => column?.name ?? node)));
  const { ids, unknown } = (await promptEncoder(only.column, source))(prompt);
  const row = new Int32Array(only.column.length);
  rowFrame(only.column)(ids, row);
  return { features: { [only.node]: Float32Array.from(row) }, count: 1, names: [prompt], unknown };
}
