/** The import from its command to a sealed data set: `runImport` and, for a first look, `previewImport`. */
import type { ImportCommand } from '../../../shared/contract/jobs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { assertNever } from '../../../shared/result.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { listSources } from '../files/sources.ts';
import type { Reporter } from './context.ts';
import { sealDataset } from './dataset-writer.ts';
import type { Unsealed } from './dataset-writer.ts';
import { importIdx } from './idx.ts';
import { importImages } from './images.ts';
import { recognise } from './recognise.ts';
import type { Recognised } from './recognise.ts';
import { importTables } from './table.ts';
import { importText } from './text.ts';

type Start = Extract<ImportCommand, { type: 'start' }>;

/**
 * Imports the command's files into its folder and seals the data set there. Throws `Failed` where that is not
 * possible, the signal's reason when aborted; the folder then holds what was written so far and no manifest.
 */
export async function runImport(command: Start, report: Reporter): Promise<DatasetManifest> {
  const listing = await listSources(command.files, report.note, report.signal);
  try {
    const found = await recognise(command.files, listing.files, report.note, command.options.as);
    const written = await importAs(found, command, report);
    const { kind = found.kind, name, ...data } = written;
    const unsealed: Unsealed = {
      id: command.id,
      order: 'rows',
      ...data,
      name: command.name ?? name ?? found.name,
      source: { kind, files: sourceFiles(command, found) },
    };
    return await sealDataset(
      command.folder,
      unsealed,
      { count: report.problems.count, first: [...report.problems.first] },
      report.signal,
    );
  } catch (error) {
    throw inWords(error, command.folder);
  } finally {
    listing.close();
  }
}

type Written = Pick<Unsealed, 'rows' | 'splits' | 'columns' | 'target'> &
  Partial<Pick<Unsealed, 'order' | 'time' | 'series'>> & {
    /** What a table turned out to be. */
    readonly kind?: DatasetManifest['source']['kind'];
    /** A data set that is known by its contents has a name of its own. */
    readonly name?: string;
  };

function importAs(found: Recognised, { files, folder, options }: Start, report: Reporter): Promise<Written> {
  switch (found.kind) {
    case 'idx':
      return importIdx(found.files, files, folder, report);
    case 'table':
      return importTables(found.files, folder, options, report);
    case 'text':
      return importText(found.files, folder, options, report);
    case 'images':
      return importImages(found.files, folder, options, report);
    default:
      return assertNever(found.kind);
  }
}

/** What was dropped, with the bytes used of each. */
function sourceFiles(command: Pick<Start, 'files'>, found: Recognised): { name: string; bytes: number }[] {
  return command.files.slice(0, 100).map(({ name }) => {
    const own = found.files.filter((file) => file.name === name || file.name.startsWith(`${name}/`));
    return { name, bytes: own.reduce((sum, file) => sum + file.bytes, 0) };
  });
}

/** A full disk is the one fault of writing that a person can mend, so it has its own sentence. */
function inWords(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failed(failure('disk-full', { path: folder }));
  if (code !== undefined && code.startsWith('E')) {
    return new Failed(failure('import-failed', { file: folder, detail: (error as Error).message }));
  }
  return error;
}
