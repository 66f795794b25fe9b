/** The fixture's processes, as files to start. */
import { fileURLToPath } from 'node:url';
import { entry } from '../../client/entries.ts';
import type { EntryName } from '../../client/entries.ts';

const file = (url: URL): string => fileURLToPath(url);

const entries: Readonly<Record<EntryName, string>> = {
  core: file(new URL('./core-process.fixture.ts', import.meta.url)),
  'job-train': file(new URL('./train-job.fixture.ts', import.meta.url)),
  'job-import': file(new URL('./import-job.fixture.ts', import.meta.url)),
  'job-inspect': file(new URL('./inspect-job.fixture.ts', import.meta.url)),
  'job-export': file(new URL('./export-job.fixture.ts', import.meta.url)),
  'row-reader': file(new URL('../../jobs/model/row-reader.ts', import.meta.url)),
  'tensorflow-install': entry('tensorflow-install'),
};

export const fixtureEntry = (name: EntryName): string => entries[name];
export const CORE_PROCESS = entries.core;
