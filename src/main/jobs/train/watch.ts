/**
 * A look at the network in training: some rows of a step pass forth and back as in the step itself, and of all that
 * flows, some values are kept, with the first row as small maps, in one vector. What is made of it is in `sight.ts`.
 *
 * The step itself shows nothing: TensorFlow optimises a graph by what is fetched of it, so a step with more to fetch
 * rounds differently here and there, and a run would no longer be the same watched and unwatched.
 */
import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import type { Batch, Runtime } from '../model/evaluate-rows.ts';
import type { Tap } from '../model/forward.ts';
import type { Plan } from '../model/plan.ts';
import { handOver } from '../tensorflow/gradient.ts';
import type { RandomOf } from '../tensorflow/random.ts';
import { computeUpdate } from './step.ts';
import { stepBatches, stepSizes } from './trainer.ts';
import type { TrainerOptions } from './trainer.ts';

/** Rows of each of a step's batches that are looked at. */
const ROWS = 32;

/** Values looked at of one tensor, at most and at least, and of all tensors about. */
const MOST = 4096;
const LEAST = 256;
const ALL = 128 * 1024;

/** A picture's sides and maps, at most. */
const SIDE = 16;
const LONG = 64;
const MAPS = 6;

/** A part of the vector: what it is of. */
export interface Place {
  /** As it is drawn. */
  readonly node: string;
  readonly name: string;
  readonly of: 'output' | 'picture' | 'weight' | 'gradient';
  /** The tensor's; of a picture [maps, rows, columns]. */
  readonly shape: readonly number[];
  /** How many values of the vector. */
  readonly looked: number;
}

export interface Sight {
  readonly places: readonly Place[];
  readonly values: Float32Array;
}

/** How many rows of each batch a look takes: fewer than in a whole step, where batches are smaller. */
export const lookSize = (options: Pick<TrainerOptions, 'plan' | 'data' | 'batchSize'>): number =>
  Math.min(ROWS, ...stepBatches(options.plan, Math.max(...stepSizes(options))).map(({ count }) => count));

/** The first so many rows of each of a step's batches; null where one has fewer, as at an epoch's end. */
export function lookRows(plan: Plan, rows: Int32Array, size: number): readonly Int32Array[] | null {
  const batches = stepBatches(plan, rows.length);
  if (batches.some(({ count }) => count < size)) return null;
  return batches.map(({ from }) => rows.slice(from, from + size));
}

/** `batches`: of the step's batches, the rows that are looked at, as training has them. */
export function look(
  runtime: Runtime,
  plan: Plan,
  weights: ReadonlyMap<string, Tensor>,
  batches: readonly Batch[],
  random: RandomOf,
): { readonly places: readonly Place[]; readonly values: Tensor } {
  const notes = takeNotes(runtime.tf, plan);
  notes.weights('weight', weights);
  for (const update of plan.updates) {
    const batch = batches[update.batch]!;
    const { gradients } = computeUpdate(runtime, plan, update, weights, [batch], random, notes.tap);
    notes.weights('gradient', gradients);
  }
  return notes.all();
}

function takeNotes(tf: Tfjs, plan: Plan) {
  const nodes = plan.networks.flatMap(({ inferred, drawn }) =>
    inferred.order.map((facts) => ({ ...facts, drawn: drawn.get(facts.node.id)! })),
  );
  const drawnOf = new Map(nodes.map(({ node, drawn }) => [node.id, drawn]));
  // The last part of a composite layer in the order of the pass gives what the layer gives: nothing in it comes after.
  const last = new Map(nodes.map(({ drawn, node }) => [drawn, node.id]));
  const shown = new Map(
    nodes
      .filter(({ drawn, node }) => last.get(drawn) === node.id)
      .map(({ node, kind }) => [node.id, kind.outputs.length > 0 ? 'output' : 'input']),
  );
  const most = Math.min(MOST, Math.max(LEAST, Math.floor(ALL / (last.size + 2 * plan.weights.length))));
  const parts: { readonly place: Place; readonly values: Tensor }[] = [];
  const add = (place: Omit<Place, 'looked'>, values: Tensor): void => {
    // Outputs come by inside a function whose tensors are freed at its end.
    parts.push({
      place: { ...place, looked: values.size },
      values: tf.keep(tf.reshape(values, [-1])),
    });
  };
  const weightName = ({ node, weight }: Plan['weights'][number]): string =>
    drawnOf.get(node) === node ? weight : `${node.slice(drawnOf.get(node)!.length + 1)} ${weight}`;
  const seen = new Set<string>();
  const tap: Tap = (node, of, place, value) => {
    // A network that runs more than once in a step is looked at the first time.
    if (place > 0 || shown.get(node) !== of || seen.has(node)) return value;
    seen.add(node);
    const numbers = tf.cast(value, 'float32');
    const at = { node: drawnOf.get(node)!, name: of };
    add({ ...at, of: 'output', shape: value.shape }, spread(tf, numbers, most));
    const picture = firstRow(tf, numbers);
    if (picture) add({ ...at, of: 'picture', shape: picture.shape }, picture);
    return value;
  };
  return {
    tap,
    weights(of: 'weight' | 'gradient', tensors: ReadonlyMap<string, Tensor>): void {
      for (const weight of plan.weights) {
        const tensor = tensors.get(weight.name);
        const place = { node: drawnOf.get(weight.node)!, name: weightName(weight), of };
        if (tensor) add({ ...place, shape: tensor.shape }, spread(tf, tensor, most));
      }
    },
    /** All that was seen, as a vector. */
    all: () => ({
      places: parts.map(({ place }) => place),
      values: tf.concat(parts.map(({ values }) => handOver(tf, values))),
    }),
  };
}

/** At most so many of a tensor's values, evenly spread: each how many-th has no factor in common with any axis. */
function spread(tf: Tfjs, tensor: Tensor, most: number): Tensor {
  const { size } = tensor;
  const flat = tf.reshape(tensor, [size]);
  let stride = Math.ceil(size / most);
  while (commonFactor(stride, size) > 1) stride += 1;
  return stride <= 1 ? flat : tf.stridedSlice(flat, [0], [size], [stride]);
}

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));

/** The batch's first row as [maps, rows, columns]; null where it has too many axes for a picture. */
function firstRow(tf: Tfjs, batch: Tensor): Tensor | null {
  const shape = batch.shape.slice(1);
  if (shape.length > 4 || sizeOf(shape) === 0) return null;
  const cut = (limits: readonly (number | 'middle' | 'first')[]): Tensor => {
    const of = shape.map((size, i) => {
      const limit = limits[i]!;
      if (limit === 'middle') return { from: size >> 1, to: (size >> 1) + 1, step: 1 };
      if (limit === 'first') return { from: 0, to: Math.min(size, MAPS), step: 1 };
      return { from: 0, to: size, step: Math.ceil(size / limit) };
    });
    const part = tf.stridedSlice(
      batch,
      [0, ...of.map(({ from }) => from)],
      [1, ...of.map(({ to }) => to)],
      [1, ...of.map(({ step }) => step)],
    );
    return tf.reshape(part, part.shape.slice(shape.length === 4 ? 2 : 1));
  };
  switch (shape.length) {
    case 0:
    case 1:
      return tf.reshape(cut([LONG]), [1, 1, -1]);
    case 2:
      return tf.expandDims(tf.transpose(cut([LONG, SIDE])), 0);
    case 3:
      return tf.transpose(cut([SIDE, SIDE, 'first']), [2, 0, 1]);
    default:
      return tf.transpose(cut(['middle', SIDE, SIDE, 'first']), [2, 0, 1]);
  }
}
