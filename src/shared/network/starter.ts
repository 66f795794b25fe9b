/** A project to begin with: a small network that fits a data set and trains well as it is, or an empty canvas. */
import { columnsShape } from '../data/manifest.ts';
import type { Column, DatasetManifest, ImageColumn, TokensColumn } from '../data/manifest.ts';
import { seriesIn } from '../data/split.ts';
import { recipeOf } from '../kinds/recipes/index.ts';
import { PROJECT_FORMAT, PROJECT_VERSION } from './document.ts';
import type { Network, Project, TrainingSettings } from './document.ts';
import { fittingBatch, trainingSize } from './samples.ts';
import { dense, draw, input, NUMBER_OUTPUT, OUTPUT, step } from './starter-drawing.ts';
import type { Step } from './starter-drawing.ts';
import { autoencoderSteps, ganSteps, variationalSteps } from './starter-pictures.ts';
import { languageModelSteps, seriesSteps, textSteps, translationSteps } from './starter-sequences.ts';

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

/** Rows of a series that the network of a new project sees at once, and tokens of a text. */
const WINDOW = 24;
const CONTEXT = 64;

const isTokens = (column: Column): column is TokensColumn => column.type === 'tokens';
const isImage = (column: Column): column is ImageColumn => column.type === 'image';

/** The target a new project learns: the data set's own, else its last column of classes or numbers. */
export function defaultTarget(manifest: DatasetManifest): Column | undefined {
  const own = manifest.columns.find((column) => column.name === manifest.target);
  return (
    own ?? manifest.columns.filter((column) => column.type === 'category' || column.type === 'number').at(-1)
  );
}

/** The columns a new project feeds its input: the first picture, the first text, else every column but the target. */
export function defaultInputs(manifest: DatasetManifest): readonly Column[] {
  const image = manifest.columns.find(isImage);
  if (image) return [image];
  const target = defaultTarget(manifest);
  const others = manifest.columns.filter((column) => column !== target);
  const text = others.find(isTokens);
  return text ? [text] : others;
}

/** What a recipe starts with: the steps of each role's network, and which columns its inputs and outputs get. */
interface Start {
  readonly steps: readonly (readonly Step[])[];
  /** For each input, network after network. */
  readonly inputs: readonly (readonly Column[])[];
  readonly target: Column | null;
  readonly training?: Partial<TrainingSettings>;
}

/** By recipe: what it starts with on a data set, or null where it does not suit it. */
const starts: Readonly<Record<string, (manifest: DatasetManifest) => Start | null>> = {
  languageModel(manifest) {
    const target = defaultTarget(manifest);
    const text = target && isTokens(target) ? target : manifest.columns.find(isTokens);
    if (!text || tokensIn(manifest).length > 1) return null;
    const context = manifest.order === 'time' ? windowIn(manifest, CONTEXT) : text.length - 1;
    if (context < 1) return null;
    const training = { epochs: 10, batchSize: 64, learningRate: 0.002 };
    return { steps: [languageModelSteps(text, context)], inputs: [[text]], target: text, training };
  },

  timeSeries(manifest) {
    const numbers = manifest.columns.filter(({ type }) => type === 'number');
    const own = defaultTarget(manifest);
    const target = own?.type === 'number' ? own : numbers.at(-1);
    if (manifest.order !== 'time' || !target) return null;
    return {
      steps: [seriesSteps(windowIn(manifest, WINDOW), numbers.length)],
      inputs: [numbers],
      target,
      training: { epochs: 20, batchSize: 32 },
    };
  },

  sequenceToSequence(manifest) {
    const tokens = tokensIn(manifest);
    const own = defaultTarget(manifest);
    const target = own && isTokens(own) ? own : tokens.at(-1);
    const source = tokens.find((column) => column !== target);
    if (manifest.order !== 'rows' || !source || !target || target.length < 2) return null;
    return {
      steps: [translationSteps(source, target)],
      inputs: [[source], [target]],
      target,
      training: { epochs: 20, batchSize: 64, learningRate: 0.002 },
    };
  },

  supervised(manifest) {
    const inputs = defaultInputs(manifest);
    const target = defaultTarget(manifest);
    if (manifest.order !== 'rows' || !target || inputs.length === 0) return null;
    if (target.type !== 'category' && target.type !== 'number') return null;
    const last =
      target.type === 'category'
        ? [dense(target.classes.length, 'softmax'), OUTPUT]
        : [dense(1), NUMBER_OUTPUT];
    return { steps: [[...seen(inputs, manifest.rows), ...last]], inputs: [inputs], target };
  },

  autoencoder: (manifest) => ofPicture(manifest, ({ shape }) => [autoencoderSteps(shape)]),
  variationalAutoencoder: (manifest) => ofPicture(manifest, ({ shape }) => [variationalSteps(shape)]),

  gan(manifest) {
    const start = ofPicture(manifest, ({ shape }) => {
      const { generator, discriminator } = ganSteps(shape);
      return [generator, discriminator];
    });
    if (!start) return null;
    // The settings of DCGAN: a small step, and less of a memory of gradients.
    const optimizer = { kind: 'adam', params: { beta1: 0.5 } };
    const training = { epochs: 30, batchSize: 64, learningRate: 0.0002, optimizer };
    return { ...start, inputs: [[], ...start.inputs], training };
  },
};

const tokensIn = ({ columns }: DatasetManifest): readonly TokensColumn[] => columns.filter(isTokens);

/** A window of the wanted length, or a shorter one where series are short: with a next value it fits into what is held out. */
function windowIn(manifest: DatasetManifest, wanted: number): number {
  const longest = Math.max(0, ...seriesIn(manifest, manifest.splits.train).map(([from, end]) => end - from));
  const held = Math.floor(longest * heldParts(manifest).validationFraction);
  return Math.max(1, Math.min(wanted, Math.floor(longest / 4), held - 1));
}

const FEW_ROWS = 5000;
/** Parts of the rows to hold out: of few rows more, so that they say something. */
const heldParts = ({
  rows,
}: DatasetManifest): Pick<TrainingSettings, 'validationFraction' | 'testFraction'> =>
  rows < FEW_ROWS ? { validationFraction: 0.15, testFraction: 0.15 } : STARTER_TRAINING;

/** What learns without a target, of the first picture. */
function ofPicture(manifest: DatasetManifest, steps: (image: ImageColumn) => Start['steps']): Start | null {
  const image = manifest.columns.find(isImage);
  return image && manifest.order === 'rows' ? { steps: steps(image), inputs: [[image]], target: null } : null;
}

/** From the input to what the last layer decides by: convolutions for pictures, an embedding for texts, a small multilayer perceptron for the rest. */
function seen(columns: readonly Column[], rows: number): Step[] {
  const [first] = columns;
  if (first && isTokens(first)) return textSteps(first);
  const shape = columnsShape(columns);
  if (shape.length !== 3) {
    const small = rows < 1000;
    return [input(shape, 'standard'), dense(small ? 16 : 64, 'relu'), dense(small ? 16 : 32, 'relu')];
  }
  const side = Math.min(shape[0]!, shape[1]!);
  const large = side >= LARGE;
  // Each pooling halves the picture; stop while some picture is left.
  const blocks = large ? Math.floor(Math.log2(side / 7)) : side >= 24 ? 2 : side >= 6 ? 1 : 0;
  const convolutions = Array.from({ length: blocks }, (_, block) => [
    step('conv2D', {
      filters: 16 * 2 ** Math.min(block, 3),
      kernelSize: [3, 3],
      padding: 'same',
      activation: 'relu',
    }),
    step('maxPooling2D'),
  ]).flat();
  // Of a large picture what was found counts, not where; of few pictures not much is to be known by heart.
  const few = rows < FEW_PICTURES;
  return [
    input(shape, 'unit'),
    ...convolutions,
    step(large ? 'globalAveragePooling2D' : 'flatten'),
    dense(few ? 32 : 64, 'relu'),
    ...(few ? [step('dropout', { rate: 0.2 })] : []),
  ];
}

/** Pixels along the shorter side. */
const LARGE = 64;
const FEW_PICTURES = 2000;

/** The recipes that a new project on this data set can begin with; the first is the one to propose. */
export function recipesFor(manifest: DatasetManifest): readonly string[] {
  const proposed = ['sequenceToSequence', 'supervised', 'timeSeries', 'languageModel'];
  return [...proposed, ...Object.keys(starts).filter((kind) => !proposed.includes(kind))].filter(
    (kind) => starts[kind]!(manifest) !== null,
  );
}

/** For each input of a recipe, network after network, the columns that it usually reads; none where it is noise. */
export const usualInputs = (recipe: string, manifest: DatasetManifest): readonly (readonly Column[])[] =>
  starts[recipe]?.(manifest)?.inputs ?? [defaultInputs(manifest)];

/** The column that an output of the recipe usually learns. */
export const usualTarget = (recipe: string, manifest: DatasetManifest): Column | undefined =>
  starts[recipe]?.(manifest)?.target ?? defaultTarget(manifest);

/** A project for this data set by a recipe that suits it, with networks laid out from top to bottom. */
export function starterProject(
  manifest: DatasetManifest,
  name: string,
  recipe: string | undefined = recipesFor(manifest)[0],
): Project {
  const dataset = { id: manifest.id, name: manifest.name };
  const start = recipe === undefined ? null : starts[recipe]?.(manifest);
  if (recipe === undefined || !start)
    return { ...emptyProject(name), data: { dataset, inputs: {}, targets: {} } };
  const { roles } = recipeOf(recipe)!;
  const networks = start.steps.map((steps, i) =>
    roles.length === 1
      ? draw({ id: 'network', name: 'Network' }, steps)
      : draw({ id: roles[i]!.name, name: roles[i]!.label }, steps, `${roles[i]!.name}-`),
  );
  const ends = (kind: string): string[] =>
    networks.flatMap(({ nodes }: Network) => nodes.filter((node) => node.kind === kind).map(({ id }) => id));
  const { target } = start;
  const small = manifest.rows < FEW_ROWS;
  const { validationFraction, testFraction } = heldParts(manifest);
  const project: Project = {
    ...emptyProject(name),
    networks,
    recipe: { kind: recipe, params: {} },
    data: {
      dataset,
      inputs: Object.fromEntries(
        ends('input').flatMap((id, i) => {
          const columns = start.inputs[i]!.map((column) => column.name);
          return columns.length > 0 ? [[id, columns]] : [];
        }),
      ),
      targets: target ? Object.fromEntries(ends('output').map((id) => [id, target.name])) : {},
    },
    training: {
      ...STARTER_TRAINING,
      ...(small && { epochs: 30, batchSize: 16 }),
      validationFraction,
      testFraction,
      // With few rows an epoch is a few steps: more of them, and longer ones.
      ...(manifest.rows < 1000 && { epochs: 60, learningRate: 0.005 }),
      ...start.training,
    },
  };
  const { batchSize } = project.training;
  const fitting = fittingBatch(trainingSize(project, manifest).samples, batchSize);
  return { ...project, training: { ...project.training, batchSize: fitting } };
}
