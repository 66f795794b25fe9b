/** Small projects and data sets for tests: a chain of layers, and random rows that a network can learn. */
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { layerOf } from '../../../shared/kinds/layers/index.ts';
import type { NetworkNode, Project, TrainingSettings } from '../../../shared/network/document.ts';
import { emptyProject } from '../../../shared/network/starter.ts';
import { randomStream } from '../../../shared/random.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import { columnFileName } from './columns.fixture.ts';
import { classWeights } from '../model/class-weights.ts';
import type { ModelData } from '../model/data.ts';
import { makePlan, scaledPlan } from '../model/plan.ts';
import type { Plan } from '../model/plan.ts';
import { fitPreprocessing } from '../model/preprocess.ts';
import { inMemory } from '../model/rows.ts';
import { splitRows } from '../../../shared/data/split.ts';
import { chooseMix } from './mix.ts';
import { chooseOptimizer } from './optimize.ts';
import { initialState } from './trainer.ts';
import type { TrainerOptions } from './trainer.ts';

export type Step = readonly [kind: string, params?: Record<string, unknown>];

/** input → steps → output. Node ids: 'input', the kind with its place ('dense-1'), 'output'. */
export function chainProject(
  inputShape: Shape,
  steps: readonly Step[],
  manifest: DatasetManifest,
  training: Partial<TrainingSettings> = {},
  normalise = 'unit',
): Project {
  const all: Step[] = [['input', { shape: inputShape, normalise }], ...steps, ['output']];
  const nodes = all.map(([kind, params = {}], i): NetworkNode => {
    const id = i === 0 ? 'input' : i === all.length - 1 ? 'output' : `${kind}-${i}`;
    return { id, kind, name: id, params, position: { x: 0, y: 0 }, trainable: true };
  });
  const edges = nodes.slice(1).map((node, i) => ({
    id: `edge-${i}`,
    from: { node: nodes[i]!.id, port: layerOf(nodes[i]!.kind)!.outputs[0]!.name },
    to: { node: node.id, port: layerOf(node.kind)!.inputs[0]!.name },
  }));
  const empty = emptyProject('Test');
  return {
    ...empty,
    networks: [{ id: 'network', name: 'Network', nodes, edges }],
    data: {
      dataset: { id: manifest.id, name: manifest.name },
      inputs: { input: manifest.columns.slice(0, -1).map((column) => column.name) },
      targets: { output: manifest.columns.at(-1)!.name },
    },
    training: { ...empty.training, ...training },
  };
}

/** A project of one network whose output is set otherwise. */
export function withOutput(project: Project, params: Record<string, unknown>): Project {
  const [network] = project.networks;
  const nodes = network!.nodes.map((node) => (node.kind === 'output' ? { ...node, params } : node));
  return { ...project, networks: [{ ...network!, nodes }] };
}

interface DataOptions {
  readonly rows: number;
  readonly testRows?: number;
  readonly classes?: number;
}

/** Pictures whose brightest row tells the class. */
export function imageManifest(
  shape: readonly [number, number, number],
  options: DataOptions,
): DatasetManifest {
  return manifestOf(options, [
    { type: 'image', name: 'image', file: columnFileName('image', 'u8'), shape: [...shape] },
  ]);
}

export function tableManifest(columns: number, options: DataOptions): DatasetManifest {
  return manifestOf(
    options,
    Array.from({ length: columns }, (_, i) => ({
      type: 'number' as const,
      name: `x${i}`,
      file: columnFileName(`x${i}`, 'f32'),
      missing: 0,
      statistics: null,
    })),
  );
}

function manifestOf(
  { rows, testRows = 0, classes }: DataOptions,
  inputs: DatasetManifest['columns'],
): DatasetManifest {
  const train = rows - testRows;
  const target: DatasetManifest['columns'][number] = classes
    ? {
        type: 'category',
        name: 'label',
        file: columnFileName('label', 'i32'),
        classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
        counts: { train: [], validation: [], test: [] },
      }
    : { type: 'number', name: 'label', file: columnFileName('label', 'f32'), missing: 0, statistics: null };
  return {
    format: 'neuroloom-dataset',
    version: 1,
    id: 'test-data',
    name: 'Test data',
    rows,
    splits: { train: [0, train], validation: [train, train], test: [train, rows] },
    order: 'rows',
    columns: [...inputs, target],
    target: 'label',
    problems: { count: 0, first: [] },
    source: { kind: 'table', files: [] },
    bytes: 0,
    created: '2026-01-01T00:00:00Z',
    hash: `sha256-${'0'.repeat(64)}`,
  };
}

/** Columns by name for a manifest made above; equal seeds give equal columns. */
export function makeColumns(
  manifest: DatasetManifest,
  seed = 7,
): ReadonlyMap<string, Uint8Array | Float32Array | Int32Array> {
  const random = randomStream(seed, 'columns');
  const target = manifest.columns.at(-1)!;
  const classes = target.type === 'category' ? target.classes.length : 0;
  const labels = Float32Array.from({ length: manifest.rows }, () =>
    classes ? Math.floor(random.uniform() * classes) : random.uniform() * 2 - 1,
  );
  const columns = new Map<string, Uint8Array | Float32Array | Int32Array>();
  for (const column of manifest.columns.slice(0, -1)) {
    if (column.type === 'image') {
      const size = sizeOf(column.shape);
      const bytes = Uint8Array.from({ length: manifest.rows * size }, () => random.uniform() * 128);
      const bright = Math.floor(size / Math.max(1, classes));
      labels.forEach((label, row) =>
        bytes.fill(255, row * size + label * bright, row * size + (label + 1) * bright),
      );
      columns.set(column.name, bytes);
    } else {
      columns.set(
        column.name,
        Float32Array.from(labels, (label) => label + random.normal()),
      );
    }
  }
  columns.set(target.name, target.type === 'category' ? Int32Array.from(labels) : labels);
  return columns;
}

/** What `loadData` gives for these columns, without files. */
export function dataInMemory(
  project: Project,
  manifest: DatasetManifest,
): { readonly plan: Plan; readonly data: ModelData } {
  const plan = makePlan(project, manifest);
  const columns = makeColumns(manifest);
  const names = plan.inputs[0]!.columns.map((column) => column.name);
  const first = columns.get(names[0]!)!;
  const values =
    first instanceof Uint8Array
      ? first
      : Float32Array.from(
          { length: manifest.rows * names.length },
          (_, i) => columns.get(names[i % names.length]!)![Math.floor(i / names.length)]!,
        );
  const target = columns.get('label')! as Int32Array | Float32Array;
  return {
    plan,
    data: {
      rows: manifest.rows,
      inputs: new Map([['input', inMemory(values, manifest.rows)]]),
      targets: new Map(plan.outputs.map(({ node }) => [node, inMemory(target, manifest.rows)])),
      split: splitRows(manifest, project.training),
      stride: 1,
      close: () => undefined,
    },
  };
}

/** What a trainer of this project gets at its start. */
export const trainerOptions = (project: Project, manifest: DatasetManifest, shards = 1): TrainerOptions =>
  optionsOf(project, dataInMemory(project, manifest), shards);

/** The same with data that is there already. */
export function optionsOf(
  { training }: Project,
  { plan, data }: { readonly plan: Plan; readonly data: ModelData },
  shards: number,
): TrainerOptions {
  const optimizer = chooseOptimizer(training);
  const { seed, batchSize } = training;
  const preprocessing = fitPreprocessing(plan, data);
  return {
    plan: scaledPlan(plan, preprocessing),
    data,
    preprocessing,
    optimizer,
    state: initialState(plan, optimizer, seed),
    batchSize,
    seed,
    shards,
    classWeights: classWeights(plan, data),
    mix: chooseMix(training, plan),
  };
}
