/** A training job as a real process, driven over its pipe as the core drives it. */
import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { CheckpointFile, TrainCommand, TrainEvent, TrainStart } from '../../../shared/contract/jobs.ts';
import { encodeFrame, frameReader, NO_BYTES } from '../../../shared/contract/frames.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { makeColumns } from './project.fixture.ts';

/** The command that starts a run: from its beginning, on an engine by rule, with a checkpoint at each epoch's end. */
export const startCommand = (
  of: Pick<TrainStart, 'project' | 'manifest' | 'data' | 'checkpoints' | 'request'> & Partial<TrainStart>,
): TrainStart => ({
  type: 'start',
  run: 'run',
  checkpointEvery: { epochs: 0, steps: 60_000 },
  engine: null,
  resume: null,
  ...of,
});

export interface TrainingProcess {
  readonly pid: number;
  readonly events: readonly TrainEvent[];
  send(command: TrainCommand): void;
  /** Resolves with the event once one of this type (and content) has come. */
  until<T extends TrainEvent['type']>(
    type: T,
    fits?: (event: Extract<TrainEvent, { type: T }>) => boolean,
  ): Promise<Extract<TrainEvent, { type: T }>>;
  /** Resolves when the process is gone. */
  readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  kill(signal: NodeJS.Signals): void;
  /** Closes the pipe, as a core that died. */
  hangUp(): void;
  /** The last checkpoint that was kept, as the core would register it. */
  kept(): CheckpointFile | null;
  stderr(): string;
}

/**
 * Starts the job; checkpoints are renamed and answered as the core does, unless `onCheckpoint` answers itself. `preload`:
 * a module that the process loads before its own.
 */
export function startTraining(
  start: TrainStart,
  onCheckpoint?: (
    event: Extract<TrainEvent, { type: 'checkpoint' }>,
    send: (command: TrainCommand) => void,
  ) => void,
  preload?: URL,
): TrainingProcess {
  const before = preload ? ['--import', preload.href] : [];
  const child = spawn(process.execPath, [...before, join(import.meta.dirname, 'main.ts')], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const pipe = child.stdio[3] as Duplex;
  const events: TrainEvent[] = [];
  const waiting = new Set<() => void>();
  let kept: CheckpointFile | null = null;
  let stderr = '';
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const send = (command: TrainCommand): void =>
    void pipe.write(encodeFrame({ head: command, bytes: NO_BYTES }));
  const keep = (event: Extract<TrainEvent, { type: 'checkpoint' }>): void => {
    const path = join(start.checkpoints, `${event.step}.safetensors`);
    renameSync(event.path, path);
    kept = { path, sha256: event.sha256 };
    send({ type: 'checkpoint-kept', step: event.step, failure: null });
  };
  const read = frameReader(({ head }) => {
    const event = head as TrainEvent;
    events.push(event);
    if (event.type === 'checkpoint') (onCheckpoint ?? keep)(event, send);
    for (const wake of waiting) wake();
  });
  pipe.on('data', read);
  // A killed job breaks its pipe.
  pipe.on('error', () => undefined);
  const exit = new Promise<{ code: number | null; signal: string | null }>((done) => {
    child.on('close', (code, signal) => {
      done({ code, signal });
      for (const wake of waiting) wake();
    });
  });
  send(start);
  return {
    pid: child.pid!,
    events,
    send,
    exit,
    until: (type, fits = () => true) =>
      new Promise((done, fail) => {
        const wake = (): void => {
          const found = events.find((event) => event.type === type && fits(event as never));
          const failed = events.find((event) => event.type === 'failed');
          if (found) done(found as never);
          else if (failed && type !== 'failed') fail(new Error(`The job failed: ${JSON.stringify(failed)}`));
          else if (child.exitCode !== null || child.signalCode !== null)
            fail(new Error(`The job ended without ${type}: ${stderr}`));
          else return;
          waiting.delete(wake);
        };
        waiting.add(wake);
        wake();
      }),
    kill: (signal) => void child.kill(signal),
    hangUp: () => void pipe.destroy(),
    kept: () => kept,
    stderr: () => stderr,
  };
}

/** Writes a data set's columns as files. */
export function writeDataset(folder: string, manifest: DatasetManifest): void {
  mkdirSync(folder, { recursive: true });
  const columns = makeColumns(manifest);
  for (const column of manifest.columns) {
    const values = columns.get(column.name)!;
    writeFileSync(
      join(folder, column.file),
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  }
}
