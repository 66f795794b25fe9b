/** Exports: each a job that writes a file and proves it before it stands under its name. */
import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { ExportState } from '../../../shared/contract/core.ts';
import type { ExportCommand, ExportEvent } from '../../../shared/contract/jobs.ts';
import { LARGEST_FRAME } from '../../../shared/contract/frames.ts';
import { coreWords } from '../../../shared/words/core.ts';
import { Failed, failure, failureOf, faultIn } from '../../../shared/words/failures.ts';
import { WithBytes } from '../answer.ts';
import type { Broadcast } from '../events.ts';
import { fileFailed } from '../files.ts';
import { startJob } from '../job-process.ts';
import { fileStem } from '../projects/names.ts';
import { runSummary } from '../store/runs.ts';
import { exportPath, writeExport } from '../store/small.ts';
import { modelSource } from './source.ts';
import type { ModelNeeds } from './source.ts';

export interface ExportsNeeds extends ModelNeeds {
  readonly events: Broadcast;
  readonly workspace: string;
  readonly folder: string;
  job(): string;
}

export interface Exports {
  /** Answers when the file is there and proved; meanwhile 'export.changed' tells. Throws Failed. */
  start(run: string, format: 'keras' | 'onnx', to?: string): Promise<ExportState>;
  read(id: string): Promise<WithBytes<{ name: string }>>;
  active(): number;
  onIdle(listener: () => void): void;
}

export function openExports(needs: ExportsNeeds): Exports {
  const { store, events } = needs;
  const idleListeners: (() => void)[] = [];
  const taken = new Set<string>();
  let active = 0;

  const tell = (state: ExportState): ExportState => {
    writeExport(store, state);
    events.emit('export.changed', state);
    return state;
  };
  /** A name that is free and stays so until the job has written it. */
  const reserve = async (folder: string, stem: string, format: string): Promise<string> => {
    for (let n = 1; ; n++) {
      const path = join(folder, `${n === 1 ? stem : `${stem} ${n}`}.${format}`);
      if (taken.has(path)) continue;
      const exists = await access(path).then(
        () => true,
        () => false,
      );
      if (exists || taken.has(path)) continue;
      taken.add(path);
      return path;
    }
  };

  const start: Exports['start'] = async (run, format, to) => {
    const model = await modelSource(needs, run);
    const folder = to === undefined ? needs.folder : absolute(to);
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw fileFailed(error, folder);
    });
    const summary = runSummary(store, run)!;
    const path = await reserve(folder, fileStem(`${summary.project} - ${summary.name}`), format);
    const begun: ExportState = {
      id: `export-${randomUUID()}`,
      run,
      format,
      state: 'running',
      path: null,
      bytes: 0,
      proof: null,
      failure: null,
    };
    tell(begun);
    active += 1;
    try {
      const done = await exportWith(needs, { type: 'start', model, format, path });
      return tell({ ...begun, state: 'done', path: done.path, bytes: done.bytes, proof: done.proof });
    } catch (error) {
      const cause = failureOf(error, faultIn('export'));
      tell({ ...begun, state: 'failed', failure: cause });
      throw new Failed(cause);
    } finally {
      taken.delete(path);
      active -= 1;
      for (const listener of idleListeners) listener();
    }
  };

  return {
    start,
    read: async (id) => {
      const path = exportPath(store, id);
      if (!path) throw new Failed(failure('not-found', { what: 'export', name: id }));
      try {
        const { size } = await stat(path);
        if (size > LARGEST_FRAME - 65_536) {
          const detail = coreWords.tooLarge(LARGEST_FRAME / 1024 / 1024);
          throw new Failed(failure('file-unreadable', { path, detail }));
        }
        return new WithBytes({ name: basename(path) }, await readFile(path));
      } catch (error) {
        throw fileFailed(error, path);
      }
    },
    active: () => active,
    onIdle: (listener) => void idleListeners.push(listener),
  };
}

function absolute(path: string): string {
  // The core's own folder means nothing to a client.
  if (!isAbsolute(path))
    throw new Failed(failure('bad-request', { name: 'runs.export', detail: coreWords.notAbsolute }));
  return resolve(path);
}

type Done = Extract<ExportEvent, { type: 'done' }>;

function exportWith(needs: ExportsNeeds, command: ExportCommand): Promise<Done> {
  return new Promise((resolveWith, reject) => {
    const job = startJob<ExportCommand, ExportEvent>(needs.job(), needs.workspace);
    let done: Done | null = null;
    job.onEvent((event) => {
      if (event.type === 'done') done = event;
      else reject(new Failed(event.failure));
      job.end(5000);
    });
    // The process is waited for: its memory is free, and nothing more happens to the file.
    job.onExit(({ words }) => {
      if (done) resolveWith(done);
      else reject(new Failed(failure('job-died', { job: 'export', detail: words })));
    });
    job.send(command);
  });
}
