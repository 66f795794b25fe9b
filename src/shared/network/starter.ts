/** A project to begin with: a small network that fits a data set and trains well as it is, or an empty canvas. */
import { columnsShape } from '../data/manifest.ts';
import type { Column, DatasetManifest } from '../data/manifest.ts';
import { defaults } from '../kinds/params.ts';
import { layerOf } from '../kinds/layers/index.ts';
import { PROJECT_FORMAT, PROJECT_VERSION } from './document.ts';
import type { Network, NetworkNode, Project, TrainingSettings } from './document.ts';

/** Settings that suit a first run on data of middling size. */
export const STARTER_TRAINING: TrainingSettings = {
  epochs: 5,
  batchSize: 128,
  optimizer: { kind: 'adam', params: {} },
  learningRate: 0.001,
  schedule: { kind: 'constant', params: {} },
  gradientClipping: { by: 'none', limit: 1 },
  mix: { kind: 'none', alpha: 0.2 },
  earlyStopping: null,
  seed: 1,
  validationFraction: 0.1,
  testFraction: 0.1,
};

export function emptyProject(name: string): Project {
  return {
    format: PROJECT_FORMAT,
    version: PROJECT_VERSION,
    name,
    description: '',
    networks: [{ id: 'network', name: 'Network', nodes: [], edges: [] }],
    data: { dataset: null, inputs: {}, targets: {} },
    recipe: { kind: 'supervised', params: {} },
    training: STARTER_TRAINING,
  };
}

interface Step {
  readonly kind: string;
  readonly params: Record<string, unknown>;
}

const dense = (units: number, activation: string): Step => ({ kind: 'dense', params: { units, activation } });
const conv = (filters: number): Step => ({
  kind: 'conv2D',
  params: { filters, kernelSize: [3, 3], padding: 'same', activation: 'relu' },
});
const POOL: Step = { kind: 'maxPooling2D', params: {} };

/** The layers between input and output: convolutions for pictures, a small multilayer perceptron for the rest. */
function hiddenSteps(columns: readonly Column[], rows: number): Step[] {
  const shape = columnsShape(columns);
  if (shape.length !== 3) return [dense(rows < 1000 ? 16 : 64, 'relu'), dense(rows < 1000 ? 16 : 32, 'relu')];
  const side = Math.min(shape[0]!, shape[1]!);
  // Each pooling halves the picture; stop while some picture is left.
  const blocks = side >= 64 ? 4 : side >= 24 ? 2 : side >= 6 ? 1 : 0;
  const steps = Array.from({ length: blocks }, (_, block) => [
    conv(16 * 2 ** Math.min(block, 3)),
    POOL,
  ]).flat();
  return [...steps, { kind: 'flatten', params: {} }, dense(64, 'relu')];
}

/** The target a new project learns: the data set's own, else its last column of classes or numbers. */
export function defaultTarget(manifest: DatasetManifest): Column | undefined {
  const own = manifest.columns.find((column) => column.name === manifest.target);
  return (
    own ?? manifest.columns.filter((column) => column.type === 'category' || column.type === 'number').at(-1)
  );
}

/** The columns a new project feeds its input: the first picture, else every column but the target. */
export function defaultInputs(manifest: DatasetManifest): readonly Column[] {
  const image = manifest.columns.find((column) => column.type === 'image');
  if (image) return [image];
  const target = defaultTarget(manifest);
  return manifest.columns.filter((column) => column !== target);
}

/** A project for this data set, with a network laid out from top to bottom. */
export function starterProject(manifest: DatasetManifest, name: string): Project {
  const inputs = defaultInputs(manifest);
  const target = defaultTarget(manifest);
  if (!target || target.type === 'tokens' || inputs.length === 0)
    return { ...emptyProject(name), data: bind(manifest, {}, {}) };
  const last = target.type === 'category' ? dense(target.classes.length, 'softmax') : dense(1, 'linear');
  const network = chain([
    {
      kind: 'input',
      params: { shape: columnsShape(inputs), normalise: inputs[0]!.type === 'image' ? 'unit' : 'standard' },
    },
    ...hiddenSteps(inputs, manifest.rows),
    last,
    { kind: 'output', params: {} },
  ]);
  const small = manifest.rows < 5000;
  return {
    ...emptyProject(name),
    networks: [network],
    data: bind(
      manifest,
      { [network.nodes[0]!.id]: inputs.map((column) => column.name) },
      { [network.nodes.at(-1)!.id]: target.name },
    ),
    training: {
      ...STARTER_TRAINING,
      ...(small && { epochs: 30, batchSize: 16, validationFraction: 0.15, testFraction: 0.15 }),
    },
  };
}

function bind(
  manifest: DatasetManifest,
  inputs: Record<string, string[]>,
  targets: Record<string, string>,
): Project['data'] {
  return { dataset: { id: manifest.id, name: manifest.name }, inputs, targets };
}

/** Pixels from one layer to the next below it: a node and room for the shape on the edge. */
const SPACING = 88;

/** One layer after the other; names are the kinds' labels, numbered where there are several. */
function chain(steps: readonly Step[]): Network {
  const seen = new Map<string, number>();
  const nodes = steps.map((step, i): NetworkNode => {
    const kind = layerOf(step.kind);
    if (!kind) throw new Error(`The starter network uses an unknown layer: ${step.kind}`);
    const count = (seen.get(step.kind) ?? 0) + 1;
    seen.set(step.kind, count);
    return {
      id: `${step.kind}-${count}`,
      kind: step.kind,
      name: count === 1 ? kind.label : `${kind.label} ${count}`,
      params: { ...defaults(kind.params), ...step.params },
      position: { x: 0, y: i * SPACING },
      trainable: true,
    };
  });
  const edges = nodes.slice(1).map((node, i) => {
    const from = nodes[i]!;
    return {
      id: `edge-${i + 1}`,
      from: { node: from.id, port: layerOf(from.kind)!.outputs[0]!.name },
      to: { node: node.id, port: layerOf(node.kind)!.inputs[0]!.name },
    };
  });
  return { id: 'network', name: 'Network', nodes, edges };
}
