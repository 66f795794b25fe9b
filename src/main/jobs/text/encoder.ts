/** Texts as the tokens of a column of a data set, however its vocabulary was made. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokensColumn } from '../../../shared/data/manifest.ts';
import { rowFrame, textEncoder } from '../../../shared/data/tokenizer.ts';
import { oneLineEnd } from '../files/text.ts';
import { bytePairEncoder } from './bpe.ts';

/** The ids of a text; those of start and end are the caller's to add. `folder`: the data set's. */
export async function columnEncoder(
  column: Pick<TokensColumn, 'tokenizer' | 'vocabulary' | 'special'>,
  folder: string,
): Promise<(text: string) => readonly number[]> {
  const { tokenizer } = column;
  const encode =
    tokenizer.kind === 'bpe'
      ? bytePairEncoder(JSON.parse(await readFile(join(folder, tokenizer.file), 'utf8')) as object)
      : textEncoder(column);
  return (text) => encode(oneLineEnd(text));
}

/** The same as whole rows of the column, framed and padded, and how many tokens the whole text has. */
export async function columnRows(
  column: TokensColumn,
  folder: string,
): Promise<(text: string, row: Int32Array) => number> {
  const encode = await columnEncoder(column, folder);
  const write = rowFrame(column);
  return (text, row) => write(encode(text), row);
}
