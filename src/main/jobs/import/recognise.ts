/** What a heap of dropped files is: an IDX set, tables, or pictures. */
import { basename, dirname } from 'node:path';
import type { ImportFile } from '../../../shared/contract/jobs.ts';
import type { ImportProblem, SplitName } from '../../../shared/data/manifest.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { importNotes } from '../../../shared/words/imports.ts';
import { namesTable } from '../files/sniff.ts';
import type { ListedFile } from '../files/sources.ts';

export interface Recognised {
  readonly kind: 'idx' | 'table' | 'images';
  readonly files: readonly ListedFile[];
  /** A name for the data set. */
  readonly name: string;
}

const USED = { idx: 'idx', table: 'text', images: 'image' } as const;
const WORDS = { idx: 'IDX files', table: 'tables', images: 'images' } as const;

/** Throws `Failed` ('nothing-to-import') where no file is of a kind that can be imported. */
export function recognise(
  dropped: readonly ImportFile[],
  listed: readonly ListedFile[],
  note: (problem: ImportProblem) => void,
): Recognised {
  const has = (kind: string): boolean => listed.some((file) => file.kind === kind);
  const kind = has('idx') ? 'idx' : has('image') ? 'images' : has('text') ? 'table' : null;
  if (!kind) {
    if (listed.length === 1 && listed[0]!.kind === 'empty') {
      throw new Failed(failure('import-no-rows', { file: listed[0]!.name }));
    }
    throw new Failed(failure('nothing-to-import', { files: dropped.slice(0, 10).map(({ name }) => name) }));
  }
  let files = listed.filter((file) => file.kind === USED[kind]);
  // Beside a table, other texts are read-me files.
  if (kind === 'table' && files.some(({ name }) => TABLE_ONLY.test(name))) {
    files = files.filter(
      ({ name }) => namesTable(name) && (TABLE_ONLY.test(name) || !/\.txt(\.gz)?$/i.test(name)),
    );
  }
  const used = new Set(files);
  for (const file of listed) {
    if (used.has(file)) continue;
    const message =
      file.kind === 'empty'
        ? importNotes.emptyFile()
        : file.kind === 'zip'
          ? importNotes.zipNested()
          : importNotes.notUsedWith(WORDS[kind]);
    note({ file: file.name, message });
  }
  return { kind, files, name: nameOf(dropped) };
}

const TABLE_ONLY = /\.(csv|tsv|tab|data)(\.gz)?$/i;

/** The name of a single file or folder, else of the folder that holds them all; an uploaded file has none on this disk. */
function nameOf(dropped: readonly ImportFile[]): string {
  const { path, name } = dropped[0]!;
  const shown = name.split(/[/\\]/);
  const stem = shown[0]!.replace(/\.(gz|zip)$/i, '').replace(/\.(csv|tsv|tab|txt|data|dat|idx|zip)$/i, '');
  const isUpload = basename(path) !== shown.at(-1);
  const folder = basename(dirname(path));
  return (dropped.length > 1 && shown.length === 1 && !isUpload ? folder : stem) || 'Data';
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
