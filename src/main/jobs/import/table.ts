/** Tables: one pass to see what the columns hold, one or two for the vocabulary of texts, one to write them. */
import type { ImportOptions } from '../../../shared/contract/core.ts';
import { MOMENTS_FILE } from '../../../shared/data/manifest.ts';
import type { SplitName } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { isEmptyRow } from '../files/rows.ts';
import type { ListedFile } from '../files/sources.ts';
import { readFormat, tableRows } from '../files/table-format.ts';
import type { TableFormat } from '../files/table-format.ts';
import type { ImportContext } from './context.ts';
import { splitRanges } from './dataset-writer.ts';
import type { Unsealed } from './dataset-writer.ts';
import { bySplit } from './recognise.ts';
import { TableScan } from './scan.ts';
import { arrangeSeries, Moments } from './series.ts';
import { planTable } from './table-plan.ts';
import type { TablePlan } from './table-plan.ts';
import { TableWriter } from './table-writer.ts';
import { TextColumn } from './text-column.ts';

interface Part {
  readonly file: ListedFile;
  readonly format: TableFormat;
  readonly split: SplitName;
}

/** Everything of the manifest but the hash and the problems. */
type Written = Pick<Unsealed, 'rows' | 'splits' | 'order' | 'columns' | 'target' | 'time' | 'series'> & {
  readonly kind: TablePlan['form'];
};

/** Imports tables of the same columns into `folder`: as they are, as pairs of texts or as a series. */
export async function importTables(
  files: readonly ListedFile[],
  folder: string,
  options: ImportOptions,
  context: ImportContext,
): Promise<Written> {
  const parts = await tableParts(files, options, context);
  const name = parts[0]!.file.name;
  const bytes = parts.reduce((sum, { file }) => sum + file.bytes, 0);
  context.expect(2 * bytes);

  const scan = new TableScan(parts[0]!.format, options);
  await readWholeRows(parts, context, (row) => scan.add(row));
  if (scan.rows === 0) throw new Failed(failure('import-no-rows', { file: name }));
  const plan = planTable(scan, options, name);
  for (const message of plan.notes) context.note({ file: name, message });

  const texts = new Map(
    plan.columns
      .filter(({ type }) => type === 'text')
      .map(({ index }) => [index, new TextColumn(options, plan.form === 'pairs')]),
  );
  const measured = [...texts].filter(([, text]) => text.isMeasured);
  if (texts.size > 0) {
    context.expect(measured.length > 0 ? 2 * bytes : bytes);
    await readWholeRows(parts, context, (row) => {
      for (const [index, text] of texts) text.count(row[index]!.trim());
    });
    for (const [index, text] of texts) await text.learn(folder, index, context);
  }
  if (measured.length > 0) {
    await readWholeRows(parts, context, (row) => {
      for (const [index, text] of measured) text.measure(row[index]!.trim());
    });
  }
  const isSeries = plan.form === 'series';
  // A moment without its target stays in the series.
  const writer = new TableWriter(folder, isSeries ? { ...plan, target: null } : plan, texts, {
    options: isSeries ? {} : options,
    file: name,
  });
  return writeTables(parts, plan, writer, { folder, options, context });
}

/** Gives each row that is as wide as the header; what is wrong with the others is noted when they are written. */
async function readWholeRows(
  parts: readonly Part[],
  context: ImportContext,
  take: (row: readonly string[]) => void,
): Promise<void> {
  const { length } = parts[0]!.format.header.names;
  for (const part of parts) {
    const options = { ...reading(context), note: () => undefined };
    for await (const { rows, skip } of tableRows(part.file, part.format, options)) {
      for (let i = skip; i < rows.length; i++) {
        const row = rows[i]!;
        if (row.length === length && !isEmptyRow(row)) take(row);
      }
    }
  }
}

interface Into {
  readonly folder: string;
  readonly options: ImportOptions;
  readonly context: ImportContext;
}

async function writeTables(
  parts: readonly Part[],
  plan: TablePlan,
  writer: TableWriter,
  { folder, options, context }: Into,
): Promise<Written> {
  const first = parts[0]!.file.name;
  const width = plan.columns.length;
  const { time } = plan;
  const nameOf = (index: number): string => plan.columns[index]!.name;
  const column = time && nameOf(time.column);
  const naming = time && time.series !== null ? nameOf(time.series) : null;
  const moments = time && new Moments({ clock: time.clock, column: column!, naming, file: first });
  const counted = { train: 0, validation: 0, test: 0 };
  /** Of the first row that was left out. */
  let why: { readonly line: number; readonly detail: Text } | undefined;
  for (const part of parts) {
    let last: typeof why;
    const note = (line: number, message: Text): void => {
      last = { line, detail: message };
      context.note({ file: part.file.name, line, message });
    };
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
          why ??= last;
          continue;
        }
        const noteRow = (message: Text): void => note(line(i), message);
        const moment = moments ? moments.read(row, time!, noteRow) : null;
        if (writer.full) await writer.flush();
        if ((moments && moment === null) || !writer.add(row, part.split, noteRow)) {
          why ??= last;
          continue;
        }
        if (moment) moments!.add(moment, line(i));
        written++;
      }
      counted[part.split] += written;
      context.wrote(written);
    }
  }
  const rows = counted.train + counted.validation + counted.test;
  if (rows === 0) throw new Failed(failure('import-no-rows', { file: first, ...(why && { why }) }));
  const columns = await writer.finish();
  const target = plan.target === null ? null : plan.columns[plan.target]!.name;
  const splits = splitRanges(counted);
  if (!moments) return { kind: plan.form, rows, splits, order: 'rows', columns, target };
  const fill = options.fill ?? false;
  const series = await arrangeSeries(folder, { columns, splits }, moments, { fill, file: first, context });
  return {
    kind: plan.form,
    rows: series.rows,
    splits: series.splits,
    order: 'time',
    time: { column: column!, first: series.first, last: series.last, clock: time!.clock, file: MOMENTS_FILE },
    ...(naming !== null && { series: { column: naming, ranges: [...series.ranges] } }),
    columns: [...series.columns],
    target,
  };
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
  return bySplit(parts);
}

const reading = (context: ImportContext): { signal: AbortSignal; onBytes: (bytes: number) => void } => ({
  signal: context.signal,
  onBytes: (bytes) => context.advance(bytes),
});
