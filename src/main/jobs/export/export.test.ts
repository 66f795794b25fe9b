/** From a trained run to a proved file: real data on disk, real training, the real export process. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportCommand, ExportEvent, ModelSource, TrainEvent } from '../../../shared/contract/jobs.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import type { WeightValues } from '../../../shared/kinds/define.ts';
import type { Project } from '../../../shared/network/document.ts';
import { told } from '../../../shared/words/told.ts';
import { Failed } from '../../../shared/words/failures.ts';
import { startJob } from '../../core/job-process.ts';
import { loadModel } from '../model/model.ts';
import type { LoadedModel } from '../model/model.ts';
import {
  chainProject,
  imageManifest,
  makeColumns,
  tableManifest,
  withOutput,
} from '../train/project.fixture.ts';
import { startCommand } from '../train/process.fixture.ts';
import type { Step } from '../train/project.fixture.ts';
import { runTraining } from '../train/run.ts';
import { exportModel } from './export.ts';
import { readKeras } from './keras/read.ts';
import { METADATA_KEY, metadataSchema, prepare } from './metadata.ts';
import { readingOfOnnx } from './onnx/reading.ts';
import { openOnnx } from './onnx/run.ts';
import { decodeModel } from './onnx/schema.ts';
import { writeOnnx } from './onnx/write.ts';
import { planExport } from './plan.ts';
import { prove } from './proof.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-export-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Trains for real and answers what the core would hand to an export. */
async function train(name: string, project: Project, manifest: DatasetManifest): Promise<ModelSource> {
  const data = join(folder, name);
  mkdirSync(data);
  const columns = makeColumns(manifest);
  for (const column of manifest.columns) {
    const values = columns.get(column.name)!;
    const wanted = column.type === 'category' ? Int32Array.from(values) : values;
    writeFileSync(join(data, column.file), wanted);
  }
  const events: TrainEvent[] = [];
  await runTraining(
    startCommand({
      run: name,
      project,
      manifest,
      data,
      checkpoints: data,
      request: { backend: 'native', threads: 1, shards: 1, precision: 'float32' },
    }),
    { asked: null, watched: false, kept: () => Promise.resolve(null) },
    (event) => events.push(event),
  );
  const engine = events.find((event) => event.type === 'engine')!.engine;
  const { path, sha256 } = events.findLast((event) => event.type === 'checkpoint')!;
  return { project, manifest, data, checkpoint: { path, sha256 }, engine };
}

/** As the core starts it. */
const runJob = (command: ExportCommand): Promise<ExportEvent> =>
  new Promise((done, fail) => {
    const job = startJob<ExportCommand, ExportEvent>(join(import.meta.dirname, 'main.ts'), folder);
    job.onEvent(done);
    job.onExit(({ words }) => fail(new Error(told(words))));
    job.send(command);
  });

const images = imageManifest([10, 9, 1], { rows: 240, testRows: 60, classes: 3 });
const convolutional: readonly Step[] = [
  ['conv2D', { filters: 4, padding: 'same', activation: 'relu', l2: 0.001 }],
  ['batchNormalization'],
  ['maxPooling2D'],
  ['conv2D', { filters: 6, strides: [2, 2], activation: 'gelu' }],
  ['dropout', { rate: 0.25 }],
  ['flatten'],
  ['dense', { units: 3, activation: 'softmax' }],
];
const table = tableManifest(4, { rows: 90, testRows: 0 });

let source: ModelSource;
let model: LoadedModel;
let numbers: ModelSource;
let scaled: ModelSource;
beforeAll(async () => {
  const training = { epochs: 3, batchSize: 20, validationFraction: 0.1, testFraction: 0.1 };
  source = await train('images', chainProject([10, 9, 1], convolutional, images, training), images);
  const perceptron: readonly Step[] = [
    ['dense', { units: 5, activation: 'tanh' }],
    ['dense', { units: 1 }],
  ];
  const project = chainProject([4], perceptron, table, training, 'standard');
  numbers = await train('table', project, table);
  scaled = await train('scaled', withOutput(project, { normalise: 'standard' }), table);
  model = await loadModel(source);
});

describe('the export job', () => {
  it.each(['onnx', 'keras'] as const)('writes and proves %s', async (format) => {
    for (const [name, model] of Object.entries({ images: source, table: numbers, scaled })) {
      const out = mkdtempSync(join(folder, 'out-'));
      const path = join(out, `${name}.${format}`);
      const event = await runJob({ type: 'start', model, format, path });
      if (event.type !== 'done') throw new Error(JSON.stringify(event));
      expect(event.path).toBe(path);
      expect(event.bytes).toBe(readFileSync(path).length);
      expect(event.proof.rows).toBe(name === 'images' ? 60 : 9);
      expect(event.proof.difference).toBeLessThan(1e-5);
      expect(event.proof.runtime).toMatch(format === 'onnx' ? /^onnxruntime-web \d/ : /^Neuroloom$/);
      expect(readdirSync(out)).toEqual([`${name}.${format}`]);
    }
  });

  it('says why it failed and leaves an older file as it was', async () => {
    const path = join(folder, 'older.onnx');
    writeFileSync(path, 'older');
    const checkpoint = { ...source.checkpoint, sha256: createHash('sha256').update('other').digest('hex') };
    const event = await runJob({ type: 'start', model: { ...source, checkpoint }, format: 'onnx', path });
    expect(event).toMatchObject({ type: 'failed', failure: { code: 'checkpoint-damaged' } });
    expect(readFileSync(path, 'utf8')).toBe('older');
    const nowhere = join(folder, 'no', 'such', 'folder.onnx');
    await expect(
      exportModel({ type: 'start', model: source, format: 'onnx', path: nowhere }, model),
    ).rejects.toMatchObject({ failure: { code: 'export-failed' } });
  });
});

describe('composite layers', () => {
  const blocks = { numHeads: 2, intermediateDim: 6, dropout: 0.1 };
  const steps = (shared: boolean): readonly Step[] => {
    const inner = chainProject([8], [['transformerDecoder', { ...blocks, normalizeFirst: true }]], rows);
    const { nodes, edges } = inner.networks[0]!;
    return [
      ['positionEmbedding'],
      ['transformerEncoder', blocks],
      ['group', { layers: { nodes, edges }, repeat: 2, shared }],
      ['flatten'],
      ['dense', { units: 3, activation: 'softmax' }],
    ];
  };
  const rows = imageManifest([6, 8, 1], { rows: 90, testRows: 30, classes: 3 });
  const trained = (name: string, shared: boolean): Promise<ModelSource> =>
    train(name, chainProject([6, 8], steps(shared), rows, { epochs: 1, batchSize: 20 }), rows);
  const exported = async (model: ModelSource, format: 'keras' | 'onnx') => {
    const path = join(folder, `composite-${model.checkpoint.sha256.slice(0, 8)}.${format}`);
    const loaded = await loadModel(model);
    try {
      return await exportModel({ type: 'start', model, format, path }, loaded);
    } finally {
      loaded.close();
    }
  };

  it('are written as what they are made of', async () => {
    const model = await trained('composites', false);
    for (const format of ['onnx', 'keras'] as const) {
      const { proof, path } = await exported(model, format);
      expect(proof.rows).toBe(30);
      expect(proof.difference).toBeLessThan(1e-5);
      if (format === 'onnx') continue;
      const { network } = await readKeras(readFileSync(path));
      expect(network.nodes.filter(({ kind }) => kind === 'multiHeadAttention')).toHaveLength(3);
    }
  });

  it('that share weights are one layer in Keras, called as often', async () => {
    const model = await trained('shared', true);
    expect((await exported(model, 'onnx')).proof.difference).toBeLessThan(1e-5);
    const { proof, path } = await exported(model, 'keras');
    expect(proof.difference).toBeLessThan(1e-5);
    const { network } = await readKeras(readFileSync(path));
    const attentions = network.nodes.filter(({ kind }) => kind === 'multiHeadAttention');
    expect(attentions.filter(({ weightsOf }) => weightsOf === undefined)).toHaveLength(2);
    expect(attentions).toHaveLength(3);
  });
});

describe('a file that computes something else', () => {
  const changed = (
    by: number,
  ): { plan: ReturnType<typeof planExport>; weights: Record<string, WeightValues> } => {
    const plan = planExport(model.network, model.inferred);
    const kernel = model.weights['conv2D-4']!['kernel']!;
    const values = kernel.values.map((value) => value + by);
    const own = { ...model.weights['conv2D-4'], kernel: { ...kernel, values } };
    return { plan, weights: { ...model.weights, 'conv2D-4': own } };
  };

  it('is refused, naming the first layer that differs', async () => {
    const { plan, weights } = changed(0.01);
    const reading = await readingOfOnnx(writeOnnx(plan, weights, {}).bytes, plan, weights);
    const error = await prove(plan, model, reading).catch((thrown: unknown) => thrown);
    await reading.close();
    expect(error).toBeInstanceOf(Failed);
    const { failure } = error as Failed;
    if (failure.code !== 'export-differs') throw error;
    expect(failure.facts.node).toBe('conv2D-4');
    expect(failure.facts.difference).toBeGreaterThan(failure.facts.allowed);
  });

  it('is kept where it differs by less than is allowed', async () => {
    const { plan, weights } = changed(0);
    const reading = await readingOfOnnx(writeOnnx(plan, weights, {}).bytes, plan, weights);
    expect((await prove(plan, model, reading)).rows).toBe(60);
    await reading.close();
  });
});

describe('what a file says of itself', () => {
  it('is enough to recompute the accuracy from raw rows', async () => {
    const path = join(folder, 'accuracy.onnx');
    await exportModel({ type: 'start', model: source, format: 'onnx', path }, model);
    const bytes = readFileSync(path);
    const props = decodeModel(bytes).metadataProps;
    const metadata = metadataSchema.parse(
      JSON.parse(props.find(({ key }) => key === METADATA_KEY)!.value) as unknown,
    );
    const [input] = metadata.inputs;
    const [output] = metadata.outputs;
    const rows = model.rowsOf('test');
    const session = await openOnnx(bytes);
    const { shape } = input!.preprocessing;
    const values = prepare(model.rawRows(rows)['input']!, input!.preprocessing);
    const { [output!.name]: probabilities } = await session.run(
      { [input!.name]: { shape, values } },
      rows.length,
    );
    await session.close();
    const labels = makeColumns(images).get('label')!;
    const right = [...rows].filter((row, i) => {
      const own = probabilities!.values.subarray(i * 3, i * 3 + 3);
      return own.indexOf(Math.max(...own)) === labels[row];
    }).length;
    const evaluated = await model.evaluate('test');
    expect(right / rows.length).toBeCloseTo(evaluated.metrics['accuracy']!, 6);
    expect(output!.target).toEqual({
      type: 'category',
      column: 'label',
      classes: ['class 0', 'class 1', 'class 2'],
    });
  });

  it('is the same in Keras, and its weights are those of the checkpoint, bit for bit', async () => {
    const path = join(folder, 'weights.keras');
    await exportModel({ type: 'start', model: source, format: 'keras', path }, model);
    const bytes = readFileSync(path);
    const read = await readKeras(bytes);
    expect(read.metadata!.inputs[0]!.preprocessing).toEqual(model.preprocessing.inputs['input']);
    expect(read.weights['conv2D-1']!['kernel']!.values).toEqual(model.weights['conv2D-1']!['kernel']!.values);
    expect(read.weights['batchNormalization-2']).toEqual(model.weights['batchNormalization-2']);
    const stored = JSON.parse(strFromU8(unzipSync(bytes)['metadata.json']!)) as Record<string, unknown>;
    expect(Object.keys(stored)).toEqual(['keras_version', 'date_saved', 'neuroloom']);
    expect(existsSync(`${path}.${process.pid}.partial`)).toBe(false);
  });
});
