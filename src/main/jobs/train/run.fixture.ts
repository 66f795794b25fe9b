/** A run in this process, without the core: what it told, and what it would go on from. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckpointFile, TrainEvent } from '../../../shared/contract/jobs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { Project } from '../../../shared/network/document.ts';
import type { Control, Start } from './control.ts';
import { writeDataset } from './process.fixture.ts';
import { runTraining } from './run.ts';

interface RunOptions {
  readonly resume?: CheckpointFile | null;
  /** Asks to pause once the loop has looked so many times at what was asked. */
  readonly looks?: number;
  /** The disk is full when the checkpoint of this step is written for the first time. */
  readonly fullAt?: number;
  readonly watched?: boolean;
}

export function runsOf(manifest: DatasetManifest) {
  const folder = mkdtempSync(join(tmpdir(), 'neuroloom-run-'));
  writeDataset(join(folder, 'data'), manifest);
  let runs = 0;
  return {
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async run(project: Project, options: RunOptions = {}) {
      const { resume = null, looks = Infinity, fullAt, watched = false } = options;
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
      const start: Start = {
        type: 'start',
        run: 'run',
        project,
        manifest,
        data: join(folder, 'data'),
        checkpoints,
        request: { backend: 'native', threads: 1, shards: null, precision: 'float32' },
        engine: null,
        resume,
      };
      await runTraining(start, control, (event) => events.push(event));
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
