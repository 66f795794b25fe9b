/** The export job: one process for one file, which is written aside, proved and renamed. */
import { rmSync } from 'node:fs';
import type { ExportCommand, ExportEvent } from '../../../shared/contract/jobs.ts';
import { Failed } from '../../../shared/words/failures.ts';
import { connectParent } from '../job.ts';
import { loadModel } from '../model/model.ts';
import { asideOf, exportModel } from './export.ts';

const parent = connectParent<ExportCommand, ExportEvent>();

async function work(command: ExportCommand): Promise<void> {
  try {
    const model = await loadModel(command.model);
    parent.send(await exportModel(command, model));
  } catch (error) {
    if (error instanceof Failed) parent.send({ type: 'failed', failure: error.failure });
    else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    }
  }
  await parent.end();
  // TensorFlow's threads would hold the process for a moment.
  process.exit();
}

let aside: string | null = null;
// Nobody waits for the file any more.
parent.onClose(() => {
  if (aside !== null) rmSync(aside, { force: true });
  process.exit(1);
});
parent.onCommand((command) => {
  aside = asideOf(command.path);
  void work(command);
});
