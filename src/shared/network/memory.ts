/**
 * How much memory a training takes, from the network's shapes alone. The largest moment is the recording of a step: it
 * runs once op by op, and every value of it stays until its end; the steps that follow take less. The shares below were
 * measured as the training process' peak on native TensorFlow (`train/memory.system.test.ts` holds them to it).
 */
import { columnsShape, rowBytes } from '../data/manifest.ts';
import type { Column, DatasetManifest } from '../data/manifest.ts';
import { optimizerOf } from '../kinds/optimizers/index.ts';
import { paramsSchema } from '../kinds/params.ts';
import { sizeOf } from '../kinds/shape.ts';
import { KEPT_ORDER } from '../random.ts';
import type { Network, Project } from './document.ts';
import { roleNetworks } from './ends.ts';
import { expandNetwork } from './expand.ts';
import { hasMovingWeights, inferNetwork } from './infer.ts';
import type { Inferred, NodeFacts } from './infer.ts';
import { multiplyAddsOf, shardsByRule } from './shards.ts';

export interface MemoryEstimate {
  /** The process with TensorFlow in it, before there is anything to train, and the numbers of the rows. */
  readonly process: number;
  /** Of the data set's columns that are trained on what is in memory, and what the rest is read into. */
  readonly data: number;
  /** Weights and the optimizer's accumulators, with the copies that go into a checkpoint. */
  readonly weights: number;
  readonly gradients: number;
  /** Values and gradients between the layers: of a batch in training, or of one in evaluation where that is more. */
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
const PROCESS = 450e6;
/** Rows are read, and then handed to TensorFlow. */
const DATA_COPIES = 2.1;
/** In TensorFlow, as they began, on their way there and into a checkpoint while the one before is let go of. */
const WEIGHT_COPIES = 5;
const SLOT_COPIES = 2;
/** What padding and the library's own workspace add to the values between layers. */
const SLACK = 1.1;
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
  const networks = roleNetworks(project).map((network) => inferNetwork(expandNetwork(network)));
  const facts = networks.flatMap(({ order }) => order);
  const count = (of: (node: NodeFacts) => number): number => facts.reduce((sum, node) => sum + of(node), 0);
  const trainable = count((node) => node.trainableParameters);
  const all = count((node) => node.parameters);
  // Batch statistics need the whole batch: then there is one shard.
  const whole = facts.some(({ node, weights }) => node.trainable && hasMovingWeights(weights));
  const shards = whole ? 1 : shardsByRule(cores, batchSize, multiplyAddsOf(networks));
  const forward = count(valuesOf);
  const training = forward + count(gradientsOf) + count(extraOf);
  const step = {
    process: PROCESS + ROW_NUMBER * manifest.rows + ROW_PLACE * Math.min(manifest.rows, KEPT_ORDER),
    weights: FLOAT * (WEIGHT_COPIES * all + SLOT_COPIES * slotsOf(project) * trainable),
    // Each shard has its own, and there is their sum.
    gradients: FLOAT * trainable * (shards + 1),
    activations: FLOAT * SLACK * Math.max(batchSize * training, evaluationRows(networks) * forward),
  };
  return { step, facts };
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
export const trainingBytes = (node: NodeFacts): number =>
  FLOAT * (valuesOf(node) + gradientsOf(node) + extraOf(node));

const extraOf = ({ kind, params, inputs }: NodeFacts): number => kind.extraValues?.(params, inputs) ?? 0;
/** Rows as they are read, as numbers, shifted and scaled. */
const INPUT_STEPS = 3;

/** Gradients of one row: by what a layer is given, and by what its activation is. */
function gradientsOf({ kind, params, inputs, outputs }: NodeFacts): number {
  const size = outputs.reduce((sum, shape) => sum + sizeOf(shape), 0);
  if (kind.kind === 'input' || isView(kind, inputs[0], size)) return 0;
  return inputs.reduce((sum, shape) => sum + sizeOf(shape), isActive(params) ? size : 0);
}

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
