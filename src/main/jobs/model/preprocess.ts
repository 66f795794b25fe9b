/** From raw features to what the network is fed: measured once on the training rows, kept with the run. */
import { flatFeatures } from '../../../shared/data/manifest.ts';
import type {
  InputPreprocessing,
  Preprocessing,
  TargetPreprocessing,
  TargetScaling,
} from '../../../shared/data/preprocessing.ts';
import type { Tensor, Tfjs } from '../../../shared/kinds/ops.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import { featuresOf, sampleFeatures } from './data.ts';
import type { InputData, ModelData } from './data.ts';
import type { LearningOutput, Plan, PlannedInput } from './plan.ts';
import { gatherTargets } from './targets.ts';

export function fitPreprocessing(plan: Plan, data: ModelData): Preprocessing {
  return {
    inputs: Object.fromEntries(
      plan.inputs.map((input) => [
        input.node,
        input.columns.length > 0
          ? fitInput(input, data.inputs.get(input.node)!, data.split.train)
          : { columns: [], shape: [...input.shape], offset: [0], scale: [1] },
      ]),
    ),
    targets: Object.fromEntries(plan.outputs.map((output) => [output.node, targetForm(output, data)])),
  };
}

function targetForm({ node, learns }: LearningOutput, data: ModelData): TargetPreprocessing {
  const { target } = learns;
  switch (target.type) {
    case 'category':
      return { type: 'category', column: target.column.name, classes: [...target.column.classes] };
    case 'number':
      return {
        type: 'number',
        column: target.column.name,
        ...(learns.normalise && {
          scaling: deviations(gatherTargets(data.targets.get(node)!, target, data.split.train)),
        }),
      };
    case 'tokens': {
      const { name, vocabulary, special } = target.column;
      return { type: 'tokens', column: name, vocabulary: [...vocabulary], special };
    }
    case 'input':
      return { type: 'input', input: target.input };
  }
}

/** Mean and standard deviation of the numbers that are learned. */
function deviations(values: ArrayLike<number>): TargetScaling {
  const [offset, factor] = fitNumbers(
    values,
    1,
    0,
    Array.from(values, (_, i) => i),
    'standard',
  );
  return { offset, scale: 1 / factor };
}

function fitInput(input: PlannedInput, data: InputData, rows: Int32Array): InputPreprocessing {
  return {
    columns: input.columns.map((column) =>
      column.type === 'category'
        ? { name: column.name, type: column.type, classes: [...column.classes] }
        : { name: column.name, type: column.type },
    ),
    shape: [...input.shape],
    ...(data.values instanceof Uint8Array
      ? fitBytes(data.values, data.features, rows, input.normalise)
      : fitTable(input, data.values, data.features, rows)),
  };
}

interface Scaling {
  readonly offset: number[];
  readonly scale: number[];
}

/** One offset and scale for all bytes of a picture; mean and deviation by counting the 256 values. */
function fitBytes(
  values: Uint8Array,
  features: number,
  rows: Int32Array,
  how: PlannedInput['normalise'],
): Scaling {
  if (how === 'none') return { offset: [0], scale: [1] };
  if (how === 'unit') return { offset: [0], scale: [1 / 255] };
  if (how === 'symmetric') return { offset: [127.5], scale: [1 / 127.5] };
  const counts = new Float64Array(256);
  for (const row of rows) {
    for (let i = row * features; i < (row + 1) * features; i++) counts[values[i]!]!++;
  }
  const total = Math.max(1, rows.length * features);
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / total;
  const variance = counts.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / total;
  return { offset: [mean], scale: [reciprocal(Math.sqrt(variance))] };
}

/** Each number column by its own statistics; a category's ones and zeros and a token's id stay as they are. */
function fitTable(input: PlannedInput, values: Float32Array, features: number, rows: Int32Array): Scaling {
  const offset: number[] = [];
  const scale: number[] = [];
  for (const column of input.columns) {
    if (column.type !== 'number') {
      const width = flatFeatures(column);
      offset.push(...new Array<number>(width).fill(0));
      scale.push(...new Array<number>(width).fill(1));
      continue;
    }
    const [o, s] = fitNumbers(values, features, offset.length, rows, input.normalise);
    offset.push(o);
    scale.push(s);
  }
  return { offset, scale };
}

function fitNumbers(
  values: ArrayLike<number>,
  features: number,
  at: number,
  rows: Iterable<number>,
  how: PlannedInput['normalise'],
): [number, number] {
  let [count, sum, min, max] = [0, 0, Infinity, -Infinity];
  for (const row of rows) {
    const value = values[row * features + at]!;
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (count === 0 || how === 'none') return [0, 1];
  if (how === 'unit') return [min, reciprocal(max - min)];
  if (how === 'symmetric') return [(min + max) / 2, reciprocal((max - min) / 2)];
  const mean = sum / count;
  let squares = 0;
  for (const row of rows) {
    const value = values[row * features + at]!;
    if (Number.isFinite(value)) squares += (value - mean) ** 2;
  }
  return [mean, reciprocal(Math.sqrt(squares / count))];
}

/** A column that never changes keeps its scale. */
const reciprocal = (spread: number): number => (spread > 0 ? 1 / spread : 1);

/** The shape of raw features: a window of rows keeps an axis for them, so that each row is scaled alike. */
export const rawShape = (input: PlannedInput, rows: number): number[] =>
  input.span?.axis === 'rows' ? [rows, input.span.length, featuresOf(input)] : [rows, sampleFeatures(input)];

/**
 * The prepared batch [n, …shape] of raw features [n, features] or [n, length, features]: a missing feature becomes 0, as if it were the offset.
 * The same functions eagerly and in a trace.
 */
export function prepare(
  tf: Tfjs,
  raw: Tensor,
  { columns, offset, scale }: InputPreprocessing,
  shape: Shape,
): Tensor {
  const vector = (values: readonly number[]): Tensor =>
    values.length === 1 ? tf.scalar(values[0]!) : tf.tensor1d([...values]);
  const centred = offset.every((value) => value === 0) ? raw : tf.sub(raw, vector(offset));
  const scaled = scale.every((value) => value === 1) ? centred : tf.mul(centred, vector(scale));
  // Only numbers can be missing; a picture's bytes and a category's ones and zeros are always there.
  const known = columns.some(({ type }) => type === 'number')
    ? tf.where(tf.isNaN(raw), tf.zerosLike(scaled), scaled)
    : scaled;
  return tf.reshape(known, [raw.shape[0]!, ...shape]);
}
