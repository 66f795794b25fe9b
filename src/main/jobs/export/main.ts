/** The export job: one process for one file, which is written aside, proved and renamed. */
import type { ExportCommand, ExportEvent } from '../../../shared/contract/jobs.ts';
import { Failed } from '../../../shared/words/failures.ts';
import { connectParent } from '../job.ts';
import { loadModel } from '../model/model.ts';
import { exportModel } from './export.ts';

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

parent.onClose(() => process.exit(1));
parent.onCommand((command) => void work(command));
