/** The import job: one process for one import or look at files, which may die of what strangers put in theirs. */
import type { ImportCommand, ImportEvent } from '../../../shared/contract/jobs.ts';
import { assertNever } from '../../../shared/result.ts';
import { Failed } from '../../../shared/words/failures.ts';
import { connectParent } from '../job.ts';
import { reporter } from './context.ts';
import { fetchFiles } from './download.ts';
import { runImport } from './import.ts';
import { previewImport } from './preview.ts';

type Start = Extract<ImportCommand, { type: 'start' }>;

const parent = connectParent<ImportCommand, ImportEvent>();
const cancel = new AbortController();
let begun = false;

async function work(command: Exclude<ImportCommand, { type: 'cancel' }>): Promise<ImportEvent> {
  try {
    if (command.type === 'preview') {
      const preview = await previewImport(
        command,
        reporter(cancel.signal, () => undefined),
      );
      return { type: 'preview', preview };
    }
    const fetched = await fetchDownloads(command);
    const report = reporter(cancel.signal, (event) => parent.send(after(fetched, event)));
    const manifest = await runImport(command, report);
    report.flush();
    return { type: 'done', manifest };
  } catch (error) {
    if (error instanceof Failed) return { type: 'failed', failure: error.failure };
    if (cancel.signal.aborted) return { type: 'cancelled' };
    throw error;
  }
}

/** The part of the whole that fetching takes, where there is something to fetch. */
const FETCHING = 0.8;

/** Answers the part of the whole that is done with it. */
async function fetchDownloads({ files, downloads = [] }: Start): Promise<number> {
  if (downloads.length === 0) return 0;
  const report = reporter(cancel.signal, (event) =>
    parent.send(event.type === 'progress' ? { ...event, fraction: event.fraction * FETCHING } : event),
  );
  const fetching = downloads.map((download) => {
    const file = files.find(({ name }) => name === download.name);
    if (!file) throw new Error(`No place is named for ${download.name}`);
    return { ...download, path: file.path };
  });
  await fetchFiles(fetching, report);
  report.flush();
  return FETCHING;
}

const after = (done: number, event: ImportEvent): ImportEvent =>
  event.type === 'progress' ? { ...event, fraction: done + event.fraction * (1 - done) } : event;

parent.onClose(() => process.exit(1));
parent.onCommand((command) => {
  switch (command.type) {
    case 'cancel':
      cancel.abort();
      return;
    case 'preview':
    case 'start':
      if (begun) throw new Error('An import job does one task');
      begun = true;
      void work(command).then(async (event) => {
        parent.send(event);
        await parent.end();
        process.exit(0);
      });
      return;
    default:
      assertNever(command);
  }
});
