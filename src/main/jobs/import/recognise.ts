/** What a heap of dropped files is: an IDX set, tables, whole texts, or pictures. */
import { basename, dirname } from 'node:path';
import type { ImportFile } from '../../../shared/contract/jobs.ts';
import type { ImportProblem, SplitName } from '../../../shared/data/manifest.ts';
import { SPLITS } from './dataset-writer.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes } from '../../../shared/words/imports.ts';
import type { ForeignKind } from '../../../shared/words/failures.ts';
import { readHead } from '../files/bytes.ts';
import type { SourceFile } from '../files/bytes.ts';
import { namesImage, namesTable, noData } from '../files/sniff.ts';
import type { ListedFile } from '../files/sources.ts';
import { looksLikeTable } from '../files/table-format.ts';
import type { ImportForm } from '../../../shared/contract/core.ts';

export interface Recognised {
  /** Tables may turn out to be pairs or a series. */
  readonly kind: 'idx' | 'table' | 'images' | 'text';
  readonly files: readonly ListedFile[];
  /** A name for the data set. */
  readonly name: string;
}

const WORDS = { idx: 'IDX files', table: 'tables', images: 'images', text: 'texts' } as const;

/** Throws `Failed` ('nothing-to-import') where no file is of a kind that can be imported. */
export async function recognise(
  dropped: readonly ImportFile[],
  listed: readonly ListedFile[],
  note: (problem: ImportProblem) => void,
  as: ImportForm | undefined,
): Promise<Recognised> {
  const found = await chosen(listed, as);
  if (!found) {
    if (listed.length === 1 && listed[0]!.kind === 'empty') {
      throw new Failed(failure('import-no-rows', { file: listed[0]!.name }));
    }
    const files = dropped.slice(0, 10).map(({ name }) => name);
    const foreign = await commonForeign(listed);
    throw new Failed(failure('nothing-to-import', { files, ...(foreign && { foreign }) }));
  }
  const { kind, files } = found;
  const used = new Set(files);
  for (const file of listed) {
    if (used.has(file)) continue;
    const message =
      file.kind === 'empty'
        ? importNotes.emptyFile()
        : file.kind === 'zip'
          ? importNotes.zipNested()
          : file.kind !== 'image' && namesImage(file.name)
            ? importNotes.notPicture()
            : importNotes.notUsedWith(WORDS[kind]);
    note({ file: file.name, message });
  }
  return { kind, files, name: nameOf(dropped) };
}

/** What all files are, where that is one thing that we know. */
async function commonForeign(listed: readonly ListedFile[]): Promise<ForeignKind | null> {
  const kinds = new Set<ForeignKind | null>();
  for (const file of listed.slice(0, 20)) kinds.add(noData(await readHead(file), file.name));
  return kinds.size === 1 ? [...kinds][0]! : null;
}

/** The kind of the files, and which of them are used; null where none can be. */
async function chosen(
  listed: readonly ListedFile[],
  as: ImportForm | undefined,
): Promise<Pick<Recognised, 'kind' | 'files'> | null> {
  const of = (kind: string): readonly ListedFile[] => listed.filter((file) => file.kind === kind);
  if (of('idx').length > 0) return { kind: 'idx', files: of('idx') };
  if (of('image').length > 0) return { kind: 'images', files: of('image') };
  const texts = of('text');
  if (texts.length === 0) return null;
  // Beside a table, other texts are read-me files.
  const tables = texts.filter(
    ({ name }) => namesTable(name) && (TABLE_ONLY.test(name) || !/\.txt(\.gz)?$/i.test(name)),
  );
  if (as !== 'text' && tables.some(({ name }) => TABLE_ONLY.test(name)))
    return { kind: 'table', files: tables };
  const others = texts.filter(({ parts }) => !/^read[-_]?me\b/i.test(parts.at(-1)!));
  const files = others.length > 0 ? others : texts;
  const isTable = as === undefined ? await looksLikeTable(files[0]!) : as !== 'text';
  return { kind: isTable ? 'table' : 'text', files };
}

const TABLE_ONLY = /\.(csv|tsv|tab|data)(\.gz)?$/i;

/** The name of a single file or folder, else of the folder that holds them all; an uploaded file has none on this disk. */
function nameOf(dropped: readonly ImportFile[]): string {
  const { path, name } = dropped[0]!;
  const shown = name.split(/[/\\]/);
  const stem = shown[0]!.replace(/\.(gz|zip)$/i, '').replace(/\.(csv|tsv|tab|txt|md|data|dat|idx|zip)$/i, '');
  const isUpload = basename(path) !== shown.at(-1);
  const folder = basename(dirname(path));
  return (dropped.length > 1 && shown.length === 1 && !isUpload ? folder : stem) || 'Data';
}

/** Files by the split that their names tell, training first; where none is for training, all are. */
export function bySplit<P extends { readonly file: SourceFile }>(
  parts: readonly P[],
): (P & { readonly split: SplitName })[] {
  const splits = parts.map(({ file }) => splitOfName(file.parts.at(-1)!) ?? 'train');
  const hasTraining = splits.includes('train');
  return parts
    .map((part, i) => ({ ...part, split: hasTraining ? splits[i]! : ('train' as const) }))
    .sort((a, b) => SPLITS.indexOf(a.split) - SPLITS.indexOf(b.split));
}

/** The split that a file's or folder's name tells, by whole words: "train-images", "t10k", "X_test", "val". */
export function splitOfName(name: string): SplitName | null {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const has = (...wanted: readonly string[]): boolean => words.some((word) => wanted.includes(word));
  if (has('test', 'testing', 't10k', 'tests')) return 'test';
  if (has('val', 'valid', 'validation', 'dev')) return 'validation';
  if (has('train', 'training')) return 'train';
  return null;
}
