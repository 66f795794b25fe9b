/** Tables: one pass to see what the columns hold, one to write them. */
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { SplitName } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes } from '../../../shared/words/imports.ts';
import { isEmptyRow } from '../files/rows.ts';
import type { ListedFile } from '../files/sources.ts';
import { readFormat, tableRows } from '../files/table-format.ts';
import type { TableFormat } from '../files/table-format.ts';
import type { ImportContext } from './context.ts';
import { splitRanges } from './dataset-writer.ts';
import type { Unsealed } from './dataset-writer.ts';
import { splitOfName } from './recognise.ts';
import { TableScan } from './scan.ts';
import type { TablePlan } from './scan.ts';
import { TableWriter } from './table-writer.ts';

interface Part {
  readonly file: ListedFile;
  readonly format: TableFormat;
  readonly split: SplitName;
}

/** Imports tables of the same columns into `folder`; everything but the hash and the problems. */
export async function importTables(
  files: readonly ListedFile[],
  folder: string,
  options: ImportOptions,
  context: ImportContext,
): Promise<Pick<Unsealed, 'rows' | 'splits' | 'columns' | 'target'>> {
  const parts = await tableParts(files, options, context);
  const { header } = parts[0]!.format;
  const name = parts[0]!.file.name;
  context.expect(2 * parts.reduce((sum, { file }) => sum + file.bytes, 0));

  const scan = new TableScan(header, options);
  for (const part of parts) {
    for await (const { rows, skip } of tableRows(part.file, part.format, {
      ...reading(context),
      note: () => undefined,
    })) {
      for (let i = skip; i < rows.length; i++) {
        const row = rows[i]!;
        if (row.length === header.names.length && !isEmptyRow(row)) scan.add(row);
      }
    }
  }
  if (scan.rows === 0) throw new Failed(failure('import-no-rows', { file: name }));
  const plan = scan.conclude(options, name);
  for (const message of plan.notes) context.note({ file: name, message });
  return writeTables(parts, plan, folder, options, context);
}

async function writeTables(
  parts: readonly Part[],
  plan: TablePlan,
  folder: string,
  options: ImportOptions,
  context: ImportContext,
): Promise<Pick<Unsealed, 'rows' | 'splits' | 'columns' | 'target'>> {
  const first = parts[0]!.file.name;
  const width = plan.columns.length;
  const writer = new TableWriter(folder, plan, options, first);
  const counted = { train: 0, validation: 0, test: 0 };
  for (const part of parts) {
    const note = (line: number, message: string): void =>
      context.note({ file: part.file.name, line, message });
    for await (const { rows, line, skip } of tableRows(part.file, part.format, {
      ...reading(context),
      note,
    })) {
      let written = 0;
      for (let i = skip; i < rows.length; i++) {
        const row = rows[i]!;
        if (isEmptyRow(row)) continue;
        if (row.length !== width) {
          note(line(i), importNotes.raggedRow(row.length, width));
          continue;
        }
        if (writer.full) await writer.flush();
        if (writer.add(row, part.split, (message) => note(line(i), message))) written++;
      }
      counted[part.split] += written;
      context.wrote(written);
    }
  }
  const rows = counted.train + counted.validation + counted.test;
  if (rows === 0) throw new Failed(failure('import-no-rows', { file: first }));
  const columns = await writer.finish();
  const target = plan.target === null ? null : plan.columns[plan.target]!.name;
  return { rows, splits: splitRanges(counted), columns, target };
}

/** Files with other columns than the first are left out; their names tell the splits, training rows first. */
async function tableParts(
  files: readonly ListedFile[],
  options: ImportOptions,
  context: ImportContext,
): Promise<readonly Part[]> {
  const parts: { file: ListedFile; format: TableFormat }[] = [];
  for (const file of files) {
    context.signal.throwIfAborted();
    const format = await readFormat(file, options.header);
    const own = format.header.names.map((name) => name.trim());
    const first = parts[0]?.format.header;
    const same =
      !first ||
      (own.length === first.names.length && own.every((name, i) => name === first.names[i]!.trim()));
    if (same) parts.push({ file, format });
    else context.note({ file: file.name, message: importNotes.otherColumns(parts[0]!.file.name) });
  }
  const splits = parts.map(({ file }) => splitOfName(file.parts.at(-1)!) ?? 'train');
  const hasTraining = splits.includes('train');
  return parts
    .map((part, i): Part => ({ ...part, split: hasTraining ? splits[i]! : 'train' }))
    .sort((a, b) => ORDER[a.split] - ORDER[b.split]);
}
const ORDER = { train: 0, validation: 1, test: 2 } as const;

const reading = (context: ImportContext): { signal: AbortSignal; onBytes: (bytes: number) => void } => ({
  signal: context.signal,
  onBytes: (bytes) => context.advance(bytes),
});
