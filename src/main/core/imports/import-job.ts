/** The import job as the core sees it: one process for one preview or one import. */
import type { ImportOptions, ImportPreview } from '../../../shared/contract/core.ts';
import type { ImportCommand, ImportEvent, ImportFile } from '../../../shared/contract/jobs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { assertNever } from '../../../shared/result.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import type { JobProcess } from '../job-process.ts';

export type ImportJob = JobProcess<ImportCommand, ImportEvent>;
export type ImportProgress = Extract<ImportEvent, { type: 'progress' }>;

const CANCEL_GRACE = 5000;

/** Jobs whose end was asked for: how they end is no fault. */
const cancelled = new WeakSet<ImportJob>();

/** Asks a job to leave off, and ends it where it does not follow. */
export function cancelImport(job: ImportJob): void {
  job.send({ type: 'cancel' });
  const timer = setTimeout(() => job.kill(), CANCEL_GRACE);
  cancelled.add(job);
  job.onExit(() => clearTimeout(timer));
}

/** The manifest of the whole data set; null when it was cancelled. Throws Failed. */
export function importWith(
  job: ImportJob,
  progress: (event: ImportProgress) => void,
  command: Extract<ImportCommand, { type: 'start' }>,
): Promise<DatasetManifest | null> {
  return new Promise((resolve, reject) => {
    job.onEvent((event) => {
      switch (event.type) {
        case 'progress':
          return progress(event);
        case 'done':
          job.end(2000);
          return resolve(event.manifest);
        case 'cancelled':
          job.end(2000);
          return resolve(null);
        case 'failed':
          job.end(2000);
          return reject(new Failed(event.failure));
        case 'preview':
          return;
        default:
          return assertNever(event);
      }
    });
    job.onExit(({ words }) => {
      if (cancelled.has(job)) resolve(null);
      else reject(new Failed(failure('job-died', { job: 'import', detail: words })));
    });
    job.send(command);
  });
}

/** What an import of these files would read, by their first rows. Throws Failed. */
export function previewWith(
  job: ImportJob,
  files: readonly ImportFile[],
  options: ImportOptions,
): Promise<ImportPreview> {
  return new Promise((resolve, reject) => {
    job.onEvent((event) => {
      if (event.type === 'preview') resolve(event.preview);
      if (event.type === 'failed') reject(new Failed(event.failure));
      if (event.type === 'preview' || event.type === 'failed') job.end(1000);
    });
    job.onExit(({ words }) => reject(new Failed(failure('job-died', { job: 'import', detail: words }))));
    job.send({ type: 'preview', files, options });
  });
}
