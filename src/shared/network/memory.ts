/**
 * How much memory a training takes, from the network's shapes alone: of the training process at its largest, on native
 * TensorFlow in either precision. TensorFlow gives nothing back, so that is what it once had: while a step was recorded
 * op by op, one shard after the other, with every gradient there until a shard's end; or while steps ran, of all shards at
 * once, where about half of that is there at a time. The shares below were measured (`train/memory.system.test.ts` holds
 * them to it).
 */
import { columnsShape, rowBytes } from '../data/manifest.ts';
import type { Column, DatasetManifest } from '../data/manifest.ts';
import { activationOf } from '../kinds/activations/index.ts';
import { optimizerOf } from '../kinds/optimizers/index.ts';
import { paramsSchema } from '../kinds/params.ts';
import { sizeOf } from '../kinds/shape.ts';
import { KEPT_ORDER } from '../random.ts';
import type { Network, Project } from './document.ts';
import { chooseRecipe, roleNetworks } from './ends.ts';
import { expandNetwork } from './expand.ts';
import { hasMovingWeights, inferNetwork } from './infer.ts';
import type { Inferred, NodeFacts } from './infer.ts';
import { MOST_NODES, multiplyAddsOf, shardsByRule, stepsByRule } from './shards.ts';

export interface MemoryEstimate {
  /** The process with TensorFlow in it, the graph of its steps, and the numbers of the rows. */
  readonly process: number;
  /** Of the data set's columns that are trained on what is in memory, and what the rest is read into. */
  readonly data: number;
  /** Weights and the optimizer's accumulators, with the copies that go into a checkpoint. */
  readonly weights: number;
  readonly gradients: number;
  /** Values and gradients between the layers: in training, or of values in an evaluation where that is more. */
  readonly activations: number;
  readonly total: number;
  /** What of the data stays in its files, beside the total. */
  readonly streamed: number;
}

/** What the core knows of the machine. */
export interface MachineRoom {
  /** Bytes that a run may take. */
  readonly free: number;
  /** All that the machine has. */
  readonly memory: number;
  readonly cores: number;
}

const FLOAT = 4;
const PROCESS = 480e6;
/** What TensorFlow keeps of an operation, and how many a layer has in all graphs of a run, for each shard. */
const OPERATION = 22e3;
const OPERATIONS = 40;
/** The part of them that one more step in a call adds. */
const ONE_MORE_STEP = 0.4;
/** Rows are read, and then handed to TensorFlow. */
const DATA_COPIES = 2.1;
/** In TensorFlow, as they began, on their way there and into a checkpoint while the one before is let go of. */
const WEIGHT_COPIES = 5;
const SLOT_COPIES = 3;
/** What gaps between them and the library's own workspace add to the values between layers. */
const SLACK = 1.2;
/** Rows evaluated at once: at most so many, and no more than these bytes of values between layers, but for a few. */
const EVALUATION_ROWS = { most: 256, bytes: 128e6, least: 16 };

/** The part of the machine's memory that data may take: it lies in memory twice while it is handed over. */
const SHARE_FOR_DATA = 0.3;
/** Batches on their way from files take as much, or what two of them take. */
export const READ_AHEAD_BYTES = 64 * 1024 * 1024;
/** The threads that read, and blocks of rows that are gone through in order. */
const READERS_BYTES = 50e6;
/** A row's number in its split, and which that is while splits are drawn. */
const ROW_NUMBER = 5;
/** Its place in the order of an epoch, and in those before that are still to be let go of. */
const ROW_PLACE = 12;

export function estimateMemory(
  project: Project,
  manifest: DatasetManifest,
  room: MachineRoom,
  batchSize = project.training.batchSize,
): MemoryEstimate {
  const { step, facts } = estimateStep(project, manifest, room.cores, batchSize);
  const rest = sum(Object.values(step));
  const parts = columnBytes(project, manifest);
  const all = sum(parts);
  const resident = sum(smallestFirst(parts, (bytes) => bytes, roomBeside(rest, room)));
  const batch = FLOAT * batchSize * sum(facts.map(inputSize));
  const readAhead = resident < all ? Math.max(READ_AHEAD_BYTES, 2 * batch) + batch + READERS_BYTES : 0;
  const data = DATA_COPIES * resident + readAhead;
  return { ...step, data, total: rest + data, streamed: all - resident };
}

/** Bytes of data that a run may have in memory: a share of the machine's, and no more than what its steps leave free. */
export function roomForData(project: Project, manifest: DatasetManifest, room: MachineRoom): number {
  const { step } = estimateStep(project, manifest, room.cores, project.training.batchSize);
  return roomBeside(sum(Object.values(step)), room);
}

const sum = (parts: readonly number[]): number => parts.reduce((a, b) => a + b, 0);

const roomBeside = (rest: number, { memory, free }: MachineRoom): number =>
  Math.max(0, Math.min(SHARE_FOR_DATA * memory, (free - rest) / DATA_COPIES));

/** The parts that fit into `room` together, the smallest first. */
export function smallestFirst<T>(
  parts: readonly T[],
  bytesOf: (part: T) => number,
  room: number,
): readonly T[] {
  let left = room;
  return [...parts].sort((a, b) => bytesOf(a) - bytesOf(b)).filter((part) => (left -= bytesOf(part)) >= 0);
}

/** Everything but the data. */
function estimateStep(project: Project, manifest: DatasetManifest, cores: number, batchSize: number) {
  const { networks, facts, whole, training, trained } = workOf(project);
  const count = (of: (node: NodeFacts) => number): number => sum(facts.map(of));
  const multiplyAdds = multiplyAddsOf(networks);
  // Batch statistics need the whole batch: then there is one shard.
  const shards = whole ? 1 : shardsByRule(cores, batchSize, multiplyAdds);
  const rows = Math.max(Math.ceil(batchSize / shards), batchSize / 2);
  const operations = shards * count(operationsOf);
  const more = ONE_MORE_STEP * (stepsByRule('cpu', batchSize, multiplyAdds) - 1) * operations;
  const graph = OPERATION * (operations + Math.min(MOST_NODES, more));
  const step = {
    process: PROCESS + graph + ROW_NUMBER * manifest.rows + ROW_PLACE * Math.min(manifest.rows, KEPT_ORDER),
    weights:
      FLOAT *
      (WEIGHT_COPIES * count((node) => node.parameters) +
        SLOT_COPIES * slotsOf(project) * count((node) => node.trainableParameters)),
    // Each shard has its own, and there is their sum.
    gradients: FLOAT * trained * (shards + 1),
    activations: FLOAT * SLACK * Math.max(rows * training, evaluationRows(networks) * count(valuesOf)),
  };
  return { step, facts };
}

/** What a step has to do: values of one row in an update at its recording, and weights that its updates train. */
function workOf(project: Project) {
  const networks = roleNetworks(project).map((network) => inferNetwork(expandNetwork(network)));
  const chosen = chooseRecipe(project, null);
  const { recipe, params } = chosen.ok ? chosen.value : { recipe: null, params: {} };
  const roles = networks.map(({ order }, i) => ({
    name: recipe?.roles[i]?.name ?? '',
    values: sum(order.map(recordedOf)),
    trainable: sum(order.map(({ trainableParameters }) => trainableParameters)),
  }));
  const passes = recipe?.passes?.(params) ?? {};
  const updates = recipe?.updates(params) ?? [];
  const facts = networks.flatMap(({ order }) => order);
  return {
    networks,
    facts,
    whole: facts.some(({ node, weights }) => node.trainable && hasMovingWeights(weights)),
    training: sum(roles.map(({ name, values }) => (passes[name] ?? 1) * values)),
    trained: sum(
      roles.map(({ name, trainable }) => trainable * updates.filter(({ trains }) => trains === name).length),
    ),
  };
}

/**
 * Rows that a run evaluates at once, a power of two. Heavy rows are few, because the recording of an evaluation keeps
 * all that it computes; it depends on the networks (without composite layers) alone, since rounding depends on it.
 */
export function evaluationRows(networks: readonly Pick<Inferred, 'order'>[]): number {
  const values = networks.flatMap(({ order }) => order).reduce((sum, node) => sum + valuesOf(node), 0);
  const { most, bytes, least } = EVALUATION_ROWS;
  const fit = 2 ** Math.floor(Math.log2(bytes / (FLOAT * Math.max(1, values))));
  return Math.min(most, Math.max(least, fit));
}

/** The largest batch, up to the project's own, that fits; 0 where none does. */
export function largestBatch(project: Project, manifest: DatasetManifest, room: MachineRoom): number {
  const fits = (rows: number): boolean => estimateMemory(project, manifest, room, rows).total <= room.free;
  let [least, most] = [0, project.training.batchSize];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle - 1;
  }
  return least;
}

/** Values of one row that a layer makes: its own, before and after the bias and the activation. */
function valuesOf({ kind, params, inputs, outputs, weights }: NodeFacts): number {
  const size = outputs.reduce((sum, shape) => sum + sizeOf(shape), 0);
  if (kind.kind === 'input') return INPUT_STEPS * size;
  if (isView(kind, inputs[0], size)) return 0;
  const steps = 1 + ('bias' in weights ? 1 : 0) + (isActive(params) ? 1 : 0);
  return size * steps;
}

/** Bytes that one row takes between the layers while it trains, for what this one gives and its gradients. */
export const trainingBytes = (node: NodeFacts): number => FLOAT * recordedOf(node);

/** Rows as they are read, as numbers, shifted and scaled. */
const INPUT_STEPS = 3;

/** Values of one row that a step's recording holds for a layer: what it gives, before and after its activation, and gradients. */
function recordedOf({ kind, params, inputs, outputs }: NodeFacts): number {
  const size = sum(outputs.map(sizeOf));
  if (kind.kind === 'input') return INPUT_STEPS * size;
  if (isView(kind, inputs[0], size)) return 0;
  const own = kind.kind !== 'activation' && isActive(params) ? 2 : 0;
  const extra = activationOf(String(params['activation']))?.extraValues ?? 0;
  return sum(inputs.map(sizeOf)) + (1 + own + extra) * size + (kind.extraValues?.(params, inputs) ?? 0);
}

const operationsOf = ({ kind, params, inputs }: NodeFacts): number =>
  kind.operations?.(params, inputs) ?? (kind.group === 'end' ? 0 : OPERATIONS);

const isActive = (params: NodeFacts['params']): boolean =>
  typeof params['activation'] === 'string' && params['activation'] !== 'linear';

/** A layer that only gives another shape to the same values. */
const isView = ({ group }: NodeFacts['kind'], input: readonly number[] | undefined, size: number): boolean =>
  group === 'end' || (group === 'shape' && input !== undefined && sizeOf(input) === size);

const inputSize = ({ kind, outputs }: NodeFacts): number =>
  kind.kind === 'input' ? outputs.reduce((sum, shape) => sum + sizeOf(shape), 0) : 0;

/** What all rows give each input and each output. */
function columnBytes({ data, networks }: Project, manifest: DatasetManifest): readonly number[] {
  const columns = (names: readonly string[]): Column[] =>
    manifest.columns.filter(({ name }) => names.includes(name));
  const ends = networks.flatMap(({ nodes }: Network) => nodes.map(({ id }) => id));
  return ends.flatMap((id) => {
    const own = columns(data.inputs[id] ?? []);
    const [first] = own;
    const input = first?.type === 'image' ? rowBytes(first) : FLOAT * sizeOf(columnsShape(own));
    const target = columns([data.targets[id] ?? '']).reduce((sum, column) => sum + rowBytes(column), 0);
    return [own.length > 0 ? input : 0, target].map((bytes) => manifest.rows * bytes);
  });
}

/** How many numbers the optimizer keeps for each weight. */
function slotsOf({ training: { optimizer } }: Project): number {
  const kind = optimizerOf(optimizer.kind);
  if (!kind) return 0;
  const params = paramsSchema(kind.params).safeParse(optimizer.params);
  return params.success ? Object.keys(kind.slots(params.data)).length : 0;
}
