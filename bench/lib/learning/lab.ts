/** Data sets and runs of a measurement, in this process and in a folder that goes with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ImportOptions } from '../../../src/shared/contract/core.ts';
import type { ModelSource, TrainEvent } from '../../../src/shared/contract/jobs.ts';
import type { Evaluation, Precision } from '../../../src/shared/contract/runs.ts';
import type { DatasetManifest } from '../../../src/shared/data/manifest.ts';
import type { Project, TrainingSettings } from '../../../src/shared/network/document.ts';
import {
  importOptionsOf,
  readSampleProject,
  readSamples,
  sampleData,
} from '../../../src/main/core/projects/samples.ts';
import type { SampleFile } from '../../../src/main/core/projects/samples.ts';
import { reporter } from '../../../src/main/jobs/import/context.ts';
import { runImport } from '../../../src/main/jobs/import/import.ts';
import { runTraining } from '../../../src/main/jobs/train/run.ts';

const SAMPLES = join(import.meta.dirname, '../../../resources/samples');
const samples = await readSamples(SAMPLES);

const place = mkdtempSync(join(tmpdir(), 'neuroloom-learning-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
export const newFolder = (name: string): string => mkdtempSync(join(place, `${name}-`));

export interface Dataset {
  readonly manifest: DatasetManifest;
  readonly folder: string;
}
export async function importFiles(paths: readonly string[], options: ImportOptions = {}): Promise<Dataset> {
  const folder = newFolder('data');
  const files = paths.map((path) => ({ path, name: basename(path) }));
  const manifest = await runImport(
    { type: 'start', files, options, id: 'data', name: null, folder },
    reporter(new AbortController().signal, () => undefined),
  );
  return { manifest, folder };
}

export interface Sample {
  readonly project: Project;
  readonly files: readonly string[];
  readonly options: ImportOptions;
}
export async function sampleCalled(id: string): Promise<Sample> {
  const sample: SampleFile = samples.find((known) => known.id === id)!;
  const files = sampleData(SAMPLES, sample);
  if (!files)
    throw new Error(`The data of ${id} is not on this machine: see resources/samples/data/README.md`);
  return { project: await readSampleProject(SAMPLES, sample), files, options: importOptionsOf(sample) };
}

export interface Trained {
  readonly model: ModelSource;
  /** On the test rows, where there are some. */
  readonly test: Evaluation | null;
  /** What was measured last, by name: 'validation/loss', … */
  readonly last: Readonly<Record<string, number>>;
  readonly parameters: number;
  /** Of training and testing. */
  readonly seconds: number;
}
export async function train(
  shipped: Project,
  { manifest, folder }: Dataset,
  training: Partial<TrainingSettings> = {},
  precision: Precision = 'float32',
): Promise<Trained> {
  const project: Project = {
    ...shipped,
    data: { ...shipped.data, dataset: { id: manifest.id, name: manifest.name } },
    training: { ...shipped.training, ...training },
  };
  const events: TrainEvent[] = [];
  await runTraining(
    {
      type: 'start',
      run: 'run',
      project,
      manifest,
      data: folder,
      checkpoints: newFolder('run'),
      checkpointEvery: { epochs: 1000, steps: 60_000 },
      request: { backend: 'native', threads: null, shards: null, precision },
      engine: null,
      resume: null,
    },
    { asked: null, watched: false, kept: () => Promise.resolve(null) },
    (event) => events.push(event),
  );
  const of = <T extends TrainEvent['type']>(type: T): Extract<TrainEvent, { type: T }> =>
    events.findLast((event) => event.type === type) as Extract<TrainEvent, { type: T }>;
  const { path, sha256 } = of('checkpoint');
  const { engine, parameters } = of('engine');
  const { test, seconds } = of('ended');
  const metrics = events.flatMap((event) => (event.type === 'metrics' ? event.metrics : []));
  return {
    model: { project, manifest, data: folder, checkpoint: { path, sha256 }, engine },
    test,
    last: Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
    parameters,
    seconds,
  };
}

/** Trains a sample as it ships, but for these settings. */
export async function trainSample(
  id: string,
  training: Partial<TrainingSettings> = {},
  precision: Precision = 'float32',
): Promise<Trained> {
  const { project, files, options } = await sampleCalled(id);
  return train(project, await importFiles(files, options), training, precision);
}
