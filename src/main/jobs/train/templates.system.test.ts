/** Every template, and what a new project proposes for the same data, learns: a loss that falls within its first steps. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { adviseProject } from '../../../shared/network/advice/index.ts';
import { checkProject } from '../../../shared/network/check.ts';
import type { Project } from '../../../shared/network/document.ts';
import { starterProject } from '../../../shared/network/starter.ts';
import { randomStream } from '../../../shared/random.ts';
import { importOptionsOf, readSampleProject, readSamples, sampleData } from '../../core/projects/samples.ts';
import type { SampleFile } from '../../core/projects/samples.ts';
import { reporter } from '../import/context.ts';
import { runImport } from '../import/import.ts';
import { loadTensorFlow } from '../tensorflow/engine.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { firstLosses } from './learn.fixture.ts';
import type { Data } from './learn.fixture.ts';
import { SAMPLES } from './sample.fixture.ts';

const samples = await readSamples(SAMPLES);
let native: NativeTensorFlow;
let folder: string;
beforeAll(async () => {
  const runtime = await loadTensorFlow({ backend: 'native', threads: 1, shards: 1 });
  if (runtime.kind !== 'native') throw new Error('These tests need native TensorFlow');
  native = runtime;
  folder = await mkdtemp(join(tmpdir(), 'neuroloom-templates-'));
});
afterAll(() => rm(folder, { recursive: true }));

const imported = new Map<string, Promise<Data>>();

/** What ships is imported; in place of what is downloaded stand pictures of the same form. */
function dataOf(sample: SampleFile): Promise<Data> {
  const { name, kind } = sample.data;
  const into = join(folder, name);
  const made = imported.get(name) ?? (kind === 'shipped' ? importShipped(sample, into) : standIn(into));
  imported.set(name, made);
  return made;
}

async function importShipped(sample: SampleFile, into: string): Promise<Data> {
  await mkdir(into);
  const files = sampleData(SAMPLES, sample)!.map((path) => ({ path, name: basename(path) }));
  const manifest = await runImport(
    {
      type: 'start',
      files,
      options: importOptionsOf(sample),
      id: 'data',
      name: sample.data.name,
      folder: into,
    },
    reporter(new AbortController().signal, () => undefined),
  );
  return { manifest, folder: into };
}

/** Pictures of 28 × 28 in ten classes: of each, a bar of its own place on a noisy ground. */
async function standIn(into: string): Promise<Data> {
  const [rows, side, classes] = [600, 28, 10];
  const random = randomStream(3, 'templates');
  const label = Int32Array.from({ length: rows }, () => Math.floor(random.uniform() * classes));
  const image = Uint8Array.from({ length: rows * side * side }, (_, i) => {
    const row = Math.floor(i / (side * side));
    const line = Math.floor((i % (side * side)) / side);
    return Math.floor(random.uniform() * 60) + (Math.floor(line / 2.8) === label[row] ? 190 : 0);
  });
  await mkdir(into);
  await writeFile(join(into, 'image.u8'), image);
  await writeFile(join(into, 'label.i32'), label);
  const names = Array.from({ length: classes }, (_, i) => String(i));
  const counts = { train: names.map(() => rows / classes), validation: [], test: [] };
  const manifest: DatasetManifest = {
    format: 'neuroloom-dataset',
    version: 1,
    id: 'stand-in',
    name: 'Stand-in',
    rows,
    splits: { train: [0, rows], validation: [rows, rows], test: [rows, rows] },
    order: 'rows',
    columns: [
      { type: 'image', name: 'image', file: 'image.u8', shape: [side, side, 1] },
      { type: 'category', name: 'label', file: 'label.i32', classes: names, counts },
    ],
    target: 'label',
    problems: { count: 0, first: [] },
    source: { kind: 'idx', files: [] },
    bytes: image.length,
    created: '2026-01-01T00:00:00.000Z',
    hash: `sha256-${'0'.repeat(64)}`,
  };
  return { manifest, folder: into };
}

const STEPS = 30;
const WINDOW = 8;
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

test.each(samples.map((sample) => [sample.id, sample] as const))('%s learns', async (_, sample) =>
  expectLearning(await readSampleProject(SAMPLES, sample), await dataOf(sample)),
);

/** One sample for each data set. */
const ofEach = [...new Map(samples.map((sample) => [sample.data.name, sample])).values()];
test.each(ofEach.map((sample) => [sample.data.name, sample] as const))(
  'what a new project proposes for %s learns',
  async (_, sample) => {
    const data = await dataOf(sample);
    const project = starterProject(data.manifest, 'First');
    expect([...checkProject(project, data.manifest), ...adviseProject(project, data.manifest)]).toEqual([]);
    await expectLearning(project, data);
  },
);

async function expectLearning(project: Project, data: Data): Promise<void> {
  const losses = await firstLosses(native, project, data, { steps: STEPS, batchSize: 16 });
  expect(losses).toHaveLength(STEPS);
  expect(losses.every(Number.isFinite)).toBe(true);
  // The networks of a GAN work against each other: neither loss has to fall.
  if (project.recipe.kind !== 'gan')
    expect(mean(losses.slice(-WINDOW))).toBeLessThan(0.95 * mean(losses.slice(0, WINDOW)));
}
