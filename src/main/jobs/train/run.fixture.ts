/** A run in this process, without the core: what it told, and what it would go on from. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckpointFile, TrainEvent } from '../../../shared/contract/jobs.ts';
import type { Engine } from '../../../shared/contract/runs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Project } from '../../../shared/network/document.ts';
import type { Control, Start } from './control.ts';
import { startCommand, writeDataset } from './process.fixture.ts';
import { runTraining } from './run.ts';

interface RunOptions {
  readonly resume?: CheckpointFile | null;
  /** Asks to pause once the loop has looked so many times at what was asked. */
  readonly looks?: number;
  /** The disk is full when the checkpoint of this step is written for the first time. */
  readonly fullAt?: number;
  /** Called when a checkpoint is written, before the run goes on. */
  readonly onKept?: (file: CheckpointFile) => void;
  /** Bytes of data that may be in memory; by the machine's rule where it is not said. */
  readonly room?: number;
  readonly watched?: boolean;
  /** At each epoch's end where it is not said. */
  readonly checkpointEvery?: Start['checkpointEvery'];
  /** As the engine of a run that started before; by rule where it is not said. */
  readonly engine?: Engine;
}

interface RunsOptions {
  /** Writes the data set's columns into a folder that is yet to be made. */
  readonly write?: (folder: string, manifest: DatasetManifest) => void;
  readonly backend?: 'native' | 'portable';
  readonly shards?: number;
}

export function runsOf(
  manifest: DatasetManifest,
  { write = writeDataset, backend = 'native', shards }: RunsOptions = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'neuroloom-run-'));
  const data = join(folder, 'data');
  write(data, manifest);
  let runs = 0;
  return {
    data,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async run(project: Project, options: RunOptions = {}) {
      const {
        resume = null,
        looks = Infinity,
        fullAt,
        onKept,
        room,
        watched = false,
        checkpointEvery,
        engine = null,
      } = options;
      const checkpoints = join(folder, String(runs++));
      mkdirSync(checkpoints);
      if (fullAt !== undefined)
        symlinkSync('/dev/full', join(checkpoints, `${fullAt}-${process.pid}.partial`));
      const events: TrainEvent[] = [];
      let seen = 0;
      const control: Control = {
        watched,
        get asked() {
          seen += 1;
          return seen > looks ? 'pause' : null;
        },
        kept: () => Promise.resolve(null),
      };
      const start = startCommand({
        project,
        manifest,
        data,
        checkpoints,
        ...(checkpointEvery && { checkpointEvery }),
        request: { backend, threads: 1, shards: shards ?? null, precision: 'float32' },
        engine,
        resume,
      });
      const take = (event: TrainEvent): void => {
        events.push(event);
        if (event.type === 'checkpoint') onKept?.({ path: event.path, sha256: event.sha256 });
      };
      await runTraining(start, control, take, room);
      const last = events.filter((event) => event.type === 'checkpoint').at(-1);
      return {
        events,
        ended: events.find((event) => event.type === 'ended')!,
        metrics: events.flatMap((event) => (event.type === 'metrics' ? event.metrics : [])),
        kept: last ? { path: last.path, sha256: last.sha256 } : resume,
      };
    },
  };
}

type Told = Awaited<ReturnType<ReturnType<typeof runsOf>['run']>>;
/** All numbers that runs told, by step and name; later ones replace earlier ones. */
export const numbersOf = (...runs: readonly Told[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    runs.flatMap(({ metrics }) => metrics.map(({ step, name, value }) => [`${step}/${name}`, value])),
  );
