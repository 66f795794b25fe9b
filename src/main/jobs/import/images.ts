/** Pictures in class folders: decoded side by side, written in order. */
import { availableParallelism } from 'node:os';
import type { ImportOptions } from '../../../shared/contract/core.ts';
import type { Column, SplitName } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes, importReasons } from '../../../shared/words/imports.ts';
import { readWhole } from '../files/bytes.ts';
import type { SourceFile } from '../files/bytes.ts';
import { decodeImage } from '../files/image.ts';
import type { DecodedImage } from '../files/image.ts';
import type { ImportContext } from './context.ts';
import { categoryColumn, ColumnFile, keepFirstOfThree, SPLITS, splitRanges } from './dataset-writer.ts';
import type { Unsealed } from './dataset-writer.ts';
import { splitOfName } from './recognise.ts';

const LARGEST_FILE = 256 * 1024 * 1024;
const LARGEST_SIDE = 256;
/** Decoded pictures that wait for their turn are held in memory. */
const SIDE_BY_SIDE = Math.min(8, 2 * availableParallelism());

export interface Picture {
  readonly file: SourceFile;
  readonly split: SplitName;
  /** Null where there are no class folders at all. */
  readonly category: string | null;
}

/**
 * Splits and classes from the folders' names: what all have in common is dropped, a level of train, validation and
 * test folders gives the splits, the next level the classes. Sorted by split, class and name.
 */
export function arrangePictures(
  files: readonly SourceFile[],
  note: ImportContext['note'],
): readonly Picture[] {
  let folders = dropCommon(files.map(({ parts }) => parts.slice(0, -1)));
  const level = [0, 1].find((at) => folders.every((folder) => splitOfName(folder[at] ?? '') !== null));
  let splits: readonly SplitName[] = files.map(() => 'train');
  if (level !== undefined) {
    splits = folders.map((folder) => splitOfName(folder[level]!)!);
    folders = dropCommon(folders.map((folder) => folder.filter((_, at) => at !== level)));
  }
  if (!splits.includes('train')) splits = splits.map(() => 'train');
  const classed = folders.some((folder) => folder.length > 0);
  const pictures: Picture[] = [];
  for (const [i, file] of files.entries()) {
    const category = folders[i]![0] ?? null;
    if (classed && category === null) note({ file: file.name, message: importNotes.outsideClassFolders() });
    else pictures.push({ file, split: splits[i]!, category });
  }
  const order = (picture: Picture): string =>
    `${SPLITS.indexOf(picture.split)}/${picture.category ?? ''}/${picture.file.name}`;
  const keys = new Map(pictures.map((picture) => [picture, order(picture)]));
  return pictures.sort((a, b) => (keys.get(a)! < keys.get(b)! ? -1 : 1));
}

/** Folders without the levels that are the same for all. */
function dropCommon(folders: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const first = folders[0] ?? [];
  let common = 0;
  while (common < first.length && folders.every((folder) => folder[common] === first[common])) common++;
  return folders.map((folder) => folder.slice(common));
}

export const pictureClasses = (pictures: readonly Picture[]): readonly string[] =>
  [...new Set(pictures.flatMap(({ category }) => (category === null ? [] : [category])))].sort();

/** Imports pictures into `folder`; everything but the hash and the problems. */
export async function importImages(
  files: readonly SourceFile[],
  folder: string,
  options: ImportOptions,
  context: ImportContext,
): Promise<Pick<Unsealed, 'rows' | 'splits' | 'columns' | 'target'>> {
  const pictures = arrangePictures(files, context.note);
  context.expect(pictures.length);
  const classes = pictureClasses(pictures);
  const indexOf = new Map(classes.map((name, i) => [name, i]));
  const image = new ColumnFile(folder, 'image.u8');
  const label = new ColumnFile(folder, 'label.i32');
  const labels = classes.length > 0 ? categoryColumn('label', label.file, classes) : null;
  const rows = { train: 0, validation: 0, test: 0 };
  let size = options.imageSize ?? null;
  let allGrey = true;
  for await (const { picture, decoded } of decodeAll(pictures, () => size, context)) {
    size ??= [decoded.height, decoded.width];
    allGrey &&= decoded.grey;
    await image.append(decoded.pixels);
    if (labels) {
      const index = indexOf.get(picture.category!)!;
      labels.counts[picture.split][index]!++;
      await label.append(new Uint8Array(Int32Array.of(index).buffer));
    }
    rows[picture.split]++;
    context.wrote(1);
  }
  if (!size || rows.train + rows.validation + rows.test === 0) {
    throw new Failed(
      failure('import-failed', { file: files[0]!.parts[0]!, detail: importReasons.noImages() }),
    );
  }
  await image.finish();
  if (allGrey) await keepFirstOfThree(image, context.signal);
  if (labels) await label.finish();
  const column: Column = {
    type: 'image',
    name: 'image',
    file: image.file,
    shape: [...size, allGrey ? 1 : 3],
  };
  return {
    rows: rows.train + rows.validation + rows.test,
    splits: splitRanges(rows),
    columns: labels ? [column, labels] : [column],
    target: labels ? labels.name : null,
  };
}

interface Decoded {
  readonly picture: Picture;
  readonly decoded: DecodedImage;
}

/** Decodes some pictures at once and gives them in order. The first that can be read sets the size of all. */
async function* decodeAll(
  pictures: readonly Picture[],
  size: () => readonly [number, number] | null,
  context: ImportContext,
): AsyncGenerator<Decoded> {
  const waiting: Promise<Decoded | null>[] = [];
  const start = (picture: Picture): Promise<Decoded | null> => {
    const wanted = size();
    const decoding = decodePicture(picture, wanted, context);
    // A rejection is met when its turn comes; until then it is no unhandled one.
    decoding.catch(() => undefined);
    return decoding;
  };
  for (let next = 0; next < pictures.length || waiting.length > 0;) {
    const most = size() ? SIDE_BY_SIDE : 1;
    while (waiting.length < most && next < pictures.length) waiting.push(start(pictures[next++]!));
    const decoded = await waiting.shift()!;
    context.signal.throwIfAborted();
    context.advance(1);
    if (decoded) yield decoded;
  }
}

/** Null where the picture is broken, which is noted. */
async function decodePicture(
  picture: Picture,
  size: readonly [number, number] | null,
  context: ImportContext,
): Promise<Decoded | null> {
  try {
    const bytes = await readWhole(picture.file, LARGEST_FILE, context.signal);
    return { picture, decoded: await decodeImage(bytes, size ? { size } : { within: LARGEST_SIDE }) };
  } catch (error) {
    context.signal.throwIfAborted();
    const detail = error instanceof Failed ? error.message : firstLine((error as Error).message);
    context.note({ file: picture.file.name, message: importNotes.brokenImage(detail) });
    return null;
  }
}

const firstLine = (text: string): string => text.split('\n')[0]!.replace(/\.$/, '').slice(0, 200);
