/** Whole texts: one token after the other, each a row, in the order of time. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { SplitName, TokensColumn } from '../../../shared/data/manifest.ts';
import { buildVocabulary, pieceIds, textSplitter, USUAL_VOCABULARY } from '../../../shared/data/tokenizer.ts';
import type { TextUnit } from '../../../shared/data/tokenizer.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { corpusHead, corpusText } from '../files/corpus.ts';
import type { Encoding } from '../files/text.ts';
import type { SourceFile } from '../files/bytes.ts';
import { bytePairEncoder, bytePairWords, sections, tokenizerJson } from '../text/bpe.ts';
import { trainBytePairs } from '../text/bpe-train.ts';
import { PieceCounts } from '../text/piece-counts.ts';
import type { ImportContext } from './context.ts';
import { ColumnFile, splitRanges, syncFile } from './dataset-writer.ts';
import type { Unsealed } from './dataset-writer.ts';
import { bySplit } from './recognise.ts';

const NAME = 'text';
const TOKENIZER_FILE = `${NAME}.tokenizer.json`;
/** What learning byte pairs takes, next to reading the text once. */
const TRAINING_SHARE = 0.5;

interface Part {
  readonly file: SourceFile;
  readonly split: SplitName;
  readonly encoding: Encoding;
}
/** Reads all parts once. `note`: this time, what is no text is named. */
type Read = (part: Part, note: boolean) => AsyncGenerator<string>;

/** A vocabulary and the way from text to its ids. */
interface Encoder {
  readonly column: Pick<TokensColumn, 'vocabulary' | 'tokenizer' | 'special'>;
  encode(text: AsyncIterable<string>): AsyncIterable<ArrayLike<number>>;
}

/** Imports texts into `folder`; everything but the hash and the problems. */
export async function importText(
  files: readonly SourceFile[],
  folder: string,
  options: ImportOptions,
  context: ImportContext,
): Promise<Pick<Unsealed, 'rows' | 'splits' | 'order' | 'columns' | 'target'>> {
  const parts: Part[] = [];
  for (const { file, split } of bySplit(files.map((file) => ({ file }))))
    parts.push({ file, split, encoding: (await corpusHead(file)).encoding });
  const bytes = parts.reduce((sum, { file }) => sum + file.bytes, 0);
  const kind = options.tokenizer ?? 'characters';
  const most = options.vocabulary ?? USUAL_VOCABULARY[kind];
  context.expect(bytes * (kind === 'bpe' ? 2 + TRAINING_SHARE : 2));
  const read: Read = ({ file, encoding }, note) =>
    corpusText(file, encoding, {
      signal: context.signal,
      onBytes: (read) => context.advance(read),
      ...(note && { note: (line, message) => context.note({ file: file.name, line, message }) }),
    });
  const encoder =
    kind === 'bpe'
      ? await learnBytePairs(parts, read, most, folder, { context, units: bytes * TRAINING_SHARE })
      : await learnPieces(parts, read, most, kind);

  const column = new ColumnFile(folder, `${NAME}.i32`);
  const rows = { train: 0, validation: 0, test: 0 };
  for (const part of parts) {
    for await (const ids of encoder.encode(read(part, false))) {
      await column.append(new Uint8Array(Int32Array.from(ids).buffer));
      rows[part.split] += ids.length;
      context.wrote(ids.length);
    }
  }
  const total = rows.train + rows.validation + rows.test;
  if (total === 0) throw new Failed(failure('import-no-rows', { file: files[0]!.name }));
  await column.finish();
  return {
    rows: total,
    splits: splitRanges(rows),
    order: 'time',
    columns: [{ type: 'tokens', name: NAME, file: column.file, length: 1, ...encoder.column }],
    target: NAME,
  };
}

async function learnPieces(
  parts: readonly Part[],
  read: Read,
  most: number,
  unit: TextUnit,
): Promise<Encoder> {
  const counts = new PieceCounts();
  for (const part of parts) {
    for await (const pieces of cutText(read(part, true), unit)) counts.add(pieces);
  }
  const column = { ...buildVocabulary(counts.counts, [], most), tokenizer: { kind: unit } };
  const idOf = pieceIds(column);
  return {
    column,
    async *encode(text) {
      for await (const pieces of cutText(text, unit)) yield pieces.map(idOf).filter((id) => id !== null);
    },
  };
}

async function* cutText(text: AsyncIterable<string>, unit: TextUnit): AsyncGenerator<string[]> {
  const split = textSplitter(unit);
  for await (const part of text) yield split(part, false);
  yield split('', true);
}

async function learnBytePairs(
  parts: readonly Part[],
  read: Read,
  most: number,
  folder: string,
  { context, units }: { readonly context: ImportContext; readonly units: number },
): Promise<Encoder> {
  const counts = new PieceCounts();
  const wordsOf = bytePairWords();
  for (const part of parts) {
    for await (const section of sections(read(part, true))) counts.add(wordsOf(section));
  }
  const pairs = await trainBytePairs(counts.counts, most, {
    signal: context.signal,
    onTokens: (added) => context.advance((units * added) / most),
  });
  const json = tokenizerJson(pairs);
  const path = join(folder, TOKENIZER_FILE);
  await writeFile(path, JSON.stringify(json));
  await syncFile(path);
  const encode = bytePairEncoder(json);
  return {
    column: {
      vocabulary: [...pairs.vocabulary],
      tokenizer: { kind: 'bpe', file: TOKENIZER_FILE },
      special: { padding: null, start: null, end: null, unknown: null },
    },
    async *encode(text) {
      for await (const section of sections(text)) yield encode(section);
    },
  };
}
