import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  downloadsOf,
  importOptionsOf,
  readSampleProject,
  readSamples,
  sampleData,
} from '../../core/projects/samples.ts';
import { recipes } from '../../../shared/kinds/recipes/index.ts';
import { projectSchema } from '../../../shared/network/document.ts';
import { adviseProject } from '../../../shared/network/advice/index.ts';
import { checkProject } from '../../../shared/network/check.ts';
import { inferNetwork } from '../../../shared/network/infer.ts';
import { matchesData } from '../../../shared/network/match.ts';
import { problemText } from '../../../shared/words/problems.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { reporter } from './context.ts';
import { fetchFiles } from './download.ts';
import { runImport } from './import.ts';

const SAMPLES = join(import.meta.dirname, '../../../../resources/samples');
const samples = await readSamples(SAMPLES);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samples-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What Fashion-MNIST becomes, for where it is not on this machine. */
const FASHION: Pick<DatasetManifest, 'columns' | 'order'> = {
  order: 'rows',
  columns: [
    { type: 'image', name: 'image', file: 'image.u8', shape: [28, 28, 1] },
    {
      type: 'category',
      name: 'label',
      file: 'label.i32',
      classes: Array.from({ length: 10 }, (_, i) => String(i)),
      counts: { train: [], validation: [], test: [] },
    },
  ],
};

async function dataOf(sample: (typeof samples)[number]): Promise<DatasetManifest> {
  const files = sampleData(SAMPLES, sample);
  if (!files) {
    expect(sample.data.kind).toBe('published');
    return FASHION as DatasetManifest;
  }
  const command = {
    type: 'start',
    files: files.map((path) => ({ path, name: path.split('/').at(-1)! })),
    options: importOptionsOf(sample),
    id: 'sample',
    name: sample.name,
    folder,
  } as const;
  return runImport(
    command,
    reporter(new AbortController().signal, () => undefined),
  );
}

test('the samples are those that the home screen offers', () => {
  expect(samples.map(({ id }) => id)).toEqual([
    'fashion-mnist-cnn',
    'digits-mlp',
    'digits-cnn',
    'iris-classifier',
    'wine-classifier',
    'shakespeare-lstm',
    'shakespeare-gpt',
    'dates',
    'fashion-autoencoder',
    'fashion-vae',
    'fashion-gan',
    'fashion-conditional-gan',
    'fashion-small',
    'perceptron',
    'lenet',
    'vgg',
    'resnet',
    'lstm-classifier',
    'transformer-encoder',
    'lstm-forecaster',
    'sunspots',
    'conditional-gan',
  ]);
});

test.each(samples.map((sample) => [sample.id, sample] as const))(
  '%s can be trained as it is',
  async (_, sample) => {
    const project = await readSampleProject(SAMPLES, sample);
    expect(projectSchema.parse(project)).toEqual(project);
    const manifest = await dataOf(sample);
    expect(matchesData(project, manifest)).toBe(true);
    const found = [...checkProject(project, manifest), ...adviseProject(project, manifest)];
    const problems = found.map((problem) => problemText(problem));
    expect(problems).toEqual([]);
    if (sample.data.kind === 'shipped') {
      expect(manifest.problems).toEqual({ count: 0, first: [] });
      for (const file of sample.data.files) expect(existsSync(join(SAMPLES, file))).toBe(true);
    }
  },
);

test.each(samples.map((sample) => [sample.id, sample] as const))(
  '%s is laid out without overlap',
  async (_, sample) => {
    const { networks } = await readSampleProject(SAMPLES, sample);
    for (const { nodes, edges } of networks) {
      const at = new Map(nodes.map(({ id, position }) => [id, position]));
      for (const { from, to } of edges)
        expect(at.get(to.node)!.y - at.get(from.node)!.y).toBeGreaterThanOrEqual(80);
    }
  },
);

test('the Fashion-MNIST sample is the reference network, setting by setting', async () => {
  const project = await readSampleProject(SAMPLES, samples[0]!);
  const [network] = project.networks;
  const layers = network!.nodes.map(({ kind, params }) => [
    kind,
    params['filters'] ?? params['units'] ?? null,
    params['activation'] ?? null,
  ]);
  expect(layers).toEqual([
    ['input', null, null],
    ['conv2D', 32, 'relu'],
    ['conv2D', 64, 'relu'],
    ['maxPooling2D', null, null],
    ['flatten', null, null],
    ['dense', 128, 'relu'],
    ['dense', 10, 'softmax'],
    ['output', null, null],
  ]);
  // What Keras' model.summary() counts for the same layers.
  expect(inferNetwork(network!).parameters).toBe(1_199_882);
  expect(project.training).toMatchObject({
    epochs: 5,
    batchSize: 128,
    learningRate: 0.001,
    seed: 1,
    optimizer: { kind: 'adam', params: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } },
  });
  expect(Math.floor(60_000 * project.training.validationFraction)).toBe(3000);
});

test('every recipe for data that ships has a sample', async () => {
  const projects = await Promise.all(samples.map((sample) => readSampleProject(SAMPLES, sample)));
  const shown = new Set(projects.map(({ recipe }) => recipe.kind));
  const wanted = recipes.map(({ kind }) => kind);
  expect([...shown].sort()).toEqual([...wanted].sort());
});

const [fashion] = samples;
const published =
  fashion!.data.kind === 'published'
    ? [{ local: fashion!.data.local, downloads: downloadsOf(fashion!) }]
    : [];
test('what can be downloaded is named by its address', () => {
  expect(published.flatMap(({ downloads }) => downloads.map(({ url }) => url))).toEqual(
    ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'].map(
      (name) => `http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/${name}-ubyte.gz`,
    ),
  );
});
test.runIf(published.every(({ local }) => existsSync(local)))(
  'the hashes are those of the published contents: with a copy at hand nothing is fetched',
  async () => {
    const none = 'http://127.0.0.1:1/';
    const files = published.flatMap(({ local, downloads }) =>
      downloads.map((file) => ({ ...file, url: none, path: join(local, file.name) })),
    );
    await fetchFiles(
      files,
      reporter(new AbortController().signal, () => undefined),
    );
    expect(files).toHaveLength(4);
  },
);
