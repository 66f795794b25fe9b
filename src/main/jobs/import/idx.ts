/** Sets of IDX files: images and labels, training and test, put together by their names and shapes. */
import { createHash } from 'node:crypto';
import type { ImportFile } from '../../../shared/contract/jobs.ts';
import type { Column, SplitName } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import type { Text } from '../../../shared/words/said.ts';
import { sameShape } from '../../../shared/kinds/shape.ts';
import type { ListedFile } from '../files/sources.ts';
import { classNames, FASHION_MNIST, isFashionMnist } from './class-names.ts';
import type { ImportContext } from './context.ts';
import { categoryColumn, ColumnFile, SPLITS, splitRanges, Statistics } from './dataset-writer.ts';
import type { Unsealed } from './dataset-writer.ts';
import { idxBytes, idxNumbers, imageShape, readIdxHeader } from '../files/idx-file.ts';
import type { IdxHeader } from '../files/idx-file.ts';
import { splitOfName } from './recognise.ts';

interface Idx {
  readonly file: ListedFile;
  readonly header: IdxHeader;
}
interface Pair {
  readonly split: SplitName;
  readonly images: Idx;
  readonly labels: Idx | null;
}

/** Labels with more different values than this are numbers to predict, not classes. */
const MOST_CLASSES = 1000;
const MOST_FEATURES = 20_000;

const fail = (idx: Idx, detail: Text): Failed =>
  new Failed(failure('import-failed', { file: idx.file.name, detail }));

/** Which file goes with which. Throws `Failed` where they do not belong together. */
export async function pairIdx(
  files: readonly ListedFile[],
  context: Pick<ImportContext, 'note'>,
): Promise<readonly Pair[]> {
  const all: Idx[] = [];
  for (const file of files) all.push({ file, header: await readIdxHeader(file) });
  const images = all.filter(({ header }) => header.shape.length > 0);
  const labels = all.filter(({ header }) => header.shape.length === 0);
  if (images.length === 0) throw fail(labels[0]!, importReasons.idxOnlyLabels());

  const bySplit = new Map<SplitName, Idx>();
  for (const idx of images) {
    const split = splitOf(idx);
    const other = bySplit.get(split);
    if (other) throw fail(idx, importReasons.idxAmbiguous(other.file.name));
    bySplit.set(split, idx);
  }
  const labelled = new Map<SplitName, Idx>();
  for (const idx of labels) {
    const split = images.length === 1 && labels.length === 1 ? splitOf(images[0]!) : splitOf(idx);
    const other = labelled.get(split);
    if (other) throw fail(idx, importReasons.idxAmbiguous(other.file.name));
    if (bySplit.has(split)) labelled.set(split, idx);
    else context.note({ file: idx.file.name, message: importNotes.idxNoImages() });
  }
  const pairs: Pair[] = [];
  for (const split of SPLITS) {
    const pictures = bySplit.get(split);
    if (!pictures) continue;
    const own = labelled.get(split) ?? null;
    if (!own && labelled.size > 0) {
      context.note({ file: pictures.file.name, message: importNotes.idxNoLabels(pictures.file.name) });
      continue;
    }
    pairs.push({ split, images: pictures, labels: own });
  }
  checkPairs(pairs);
  // Without training rows nothing could be learned: what is there trains.
  return pairs[0]!.split === 'train' ? pairs : [{ ...pairs[0]!, split: 'train' }, ...pairs.slice(1)];
}

const splitOf = ({ file }: Idx): SplitName => splitOfName(file.parts.at(-1)!) ?? 'train';

function checkPairs(pairs: readonly Pair[]): void {
  const first = pairs[0]!.images;
  for (const { images, labels } of pairs) {
    if (!sameShape(images.header.shape, first.header.shape)) {
      throw fail(images, importReasons.idxShapes(images.header.shape, first.file.name, first.header.shape));
    }
    if (labels && labels.header.rows !== images.header.rows) {
      throw fail(images, importReasons.idxCounts(images.header.rows, labels.file.name, labels.header.rows));
    }
  }
}

/** Imports IDX files into `folder`; everything but the hash and the problems. */
export async function importIdx(
  files: readonly ListedFile[],
  dropped: readonly ImportFile[],
  folder: string,
  context: ImportContext,
): Promise<Pick<Unsealed, 'rows' | 'splits' | 'columns' | 'target'> & { readonly name?: string }> {
  const pairs = await pairIdx(files, context);
  context.expect(
    pairs.reduce((sum, { images, labels }) => sum + images.file.bytes + 2 * (labels?.file.bytes ?? 0), 0),
  );
  const labelled = pairs[0]!.labels ? await readLabels(pairs, dropped, folder, context) : null;
  const labels = labelled?.column;
  const rows = { train: 0, validation: 0, test: 0 };
  for (const { split, images } of pairs) rows[split] = images.header.rows;
  const inputs = imageShape(pairs[0]!.images.header)
    ? [await writeImages(pairs, folder, context)]
    : await writeFeatures(pairs, folder, context);
  return {
    rows: rows.train + rows.validation + rows.test,
    splits: splitRanges(rows),
    columns: labels ? [...inputs, labels] : inputs,
    target: labels?.name ?? null,
    ...(labelled?.fashion && { name: FASHION_MNIST }),
  };
}

async function writeImages(pairs: readonly Pair[], folder: string, context: ImportContext): Promise<Column> {
  const { header } = pairs[0]!.images;
  const column = new ColumnFile(folder, 'image.u8');
  let carried = 0;
  for (const { images } of pairs) {
    for await (const bytes of idxBytes(images.file, images.header, context)) {
      await column.append(bytes.slice());
      carried += bytes.length;
      context.wrote(Math.floor(carried / header.values));
      carried %= header.values;
    }
  }
  await column.finish();
  return { type: 'image', name: 'image', file: column.file, shape: imageShape(header)! };
}

/** Rows that are no images: each value a column of numbers. */
async function writeFeatures(
  pairs: readonly Pair[],
  folder: string,
  context: ImportContext,
): Promise<Column[]> {
  const { header } = pairs[0]!.images;
  if (header.values > MOST_FEATURES) {
    throw fail(pairs[0]!.images, importReasons.tooManyColumns(header.values, MOST_FEATURES));
  }
  const columns = Array.from({ length: header.values }, (_, i) => ({
    file: new ColumnFile(folder, `value-${i}.f32`, Math.max(1024, Math.floor(16e6 / header.values))),
    statistics: new Statistics(),
    missing: 0,
  }));
  for (const { images, split } of pairs) {
    let at = 0;
    for await (const numbers of idxNumbers(images.file, images.header, context)) {
      const rowsOf = columns.map(() => [] as number[]);
      for (const number of numbers) {
        const value = Math.fround(number);
        const column = columns[at]!;
        rowsOf[at]!.push(Number.isFinite(value) ? value : NaN);
        if (!Number.isFinite(value)) column.missing++;
        else if (split === 'train') column.statistics.add(value);
        at = (at + 1) % header.values;
      }
      for (const [i, values] of rowsOf.entries()) {
        if (values.length > 0)
          await columns[i]!.file.append(new Uint8Array(Float32Array.from(values).buffer));
      }
      context.wrote(Math.round(numbers.length / header.values));
    }
  }
  for (const { file } of columns) await file.finish();
  return columns.map(({ file, statistics, missing }, i) => ({
    type: 'number',
    name: `value ${i + 1}`,
    file: file.file,
    missing,
    statistics: statistics.result(),
  }));
}

/** The labels' column, read twice: once for the classes there are, once to write them. */
async function readLabels(
  pairs: readonly Pair[],
  dropped: readonly ImportFile[],
  folder: string,
  context: ImportContext,
): Promise<{ readonly column: Column; readonly fashion: boolean }> {
  const scanned = await scanLabels(pairs, context);
  if (!scanned.values) return { column: await writeNumberLabels(pairs, folder, context), fashion: false };
  const { values } = scanned;
  const fashion = isFashionMnist(dropped, scanned.hashes);
  const indexOf = new Map(values.map((value, i) => [value, i]));
  const column = new ColumnFile(folder, 'label.i32');
  const result = categoryColumn('label', column.file, classNames(values, fashion));
  for (const { labels, split } of pairs) {
    for await (const numbers of idxNumbers(labels!.file, labels!.header, context)) {
      const indices = Int32Array.from(numbers, (value) => indexOf.get(value)!);
      for (const index of indices) result.counts[split][index]!++;
      await column.append(new Uint8Array(indices.buffer));
    }
  }
  await column.finish();
  return { column: result, fashion };
}

/** Different label values in order (null where they are no classes) and the hash of each file's labels. */
export async function scanLabels(
  pairs: readonly Pair[],
  context: ImportContext,
): Promise<{ values: readonly number[] | null; hashes: readonly string[] }> {
  const values = new Set<number>();
  const hashes: string[] = [];
  for (const { labels } of pairs) {
    if (!labels!.header.integer) return { values: null, hashes: [] };
    const hash = createHash('sha256');
    for await (const numbers of idxNumbers(labels!.file, labels!.header, context)) {
      for (const number of numbers) values.add(number);
      if (values.size > MOST_CLASSES) return { values: null, hashes: [] };
      hash.update(Uint8Array.from(numbers));
    }
    hashes.push(hash.digest('hex'));
  }
  return { values: [...values].sort((a, b) => a - b), hashes };
}

async function writeNumberLabels(
  pairs: readonly Pair[],
  folder: string,
  context: ImportContext,
): Promise<Column> {
  const column = new ColumnFile(folder, 'label.f32');
  const statistics = new Statistics();
  for (const { labels, split } of pairs) {
    for await (const numbers of idxNumbers(labels!.file, labels!.header, context)) {
      const values = Float32Array.from(numbers);
      if (split === 'train') values.forEach((value) => statistics.add(value));
      await column.append(new Uint8Array(values.buffer));
    }
  }
  await column.finish();
  return { type: 'number', name: 'label', file: column.file, missing: 0, statistics: statistics.result() };
}
