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
import type { ModelData } from './data.ts';
import type { Span } from '../../../shared/kinds/recipe.ts';
import type { LearningOutput, Plan, PlannedInput } from './plan.ts';
import { gather, scanRows } from './rows.ts';
import type { RowValues } from './rows.ts';

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
          scaling: deviations(data.targets.get(node)!, target.span, data.split.train),
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
function deviations(data: RowValues, span: Span | null, samples: Int32Array): TargetScaling {
  const column = nothingMeasured(0);
  measure([column], overSamples(column, data, span, samples), true);
  const [offset, factor] = fitNumbers(column, 'standard');
  return { offset, scale: 1 / factor };
}

function fitInput(input: PlannedInput, data: RowValues, rows: Int32Array): InputPreprocessing {
  return {
    columns: input.columns.map((column) =>
      column.type === 'category'
        ? { name: column.name, type: column.type, classes: [...column.classes] }
        : { name: column.name, type: column.type },
    ),
    shape: [...input.shape],
    ...(data.type === 'uint8' ? fitBytes(data, rows, input.normalise) : fitTable(input, data, rows)),
  };
}

interface Scaling {
  readonly offset: number[];
  readonly scale: number[];
}

/** One offset and scale for all bytes of a picture; mean and deviation by counting the 256 values. */
function fitBytes(data: RowValues, rows: Int32Array, how: PlannedInput['normalise']): Scaling {
  if (how === 'none') return { offset: [0], scale: [1] };
  if (how === 'unit') return { offset: [0], scale: [1 / 255] };
  if (how === 'symmetric') return { offset: [127.5], scale: [1 / 127.5] };
  const counts = new Float64Array(256);
  const { at, values } = scanRows(data);
  for (const row of rows) {
    const from = at(row);
    for (let i = from; i < from + data.width; i++) counts[values[i]!]!++;
  }
  const total = Math.max(1, rows.length * data.width);
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / total;
  const variance = counts.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / total;
  return { offset: [mean], scale: [reciprocal(Math.sqrt(variance))] };
}

/** Each number column by its own statistics; a category's ones and zeros and a token's id stay as they are. */
function fitTable(input: PlannedInput, data: RowValues, rows: Int32Array): Scaling {
  const { normalise, columns } = input;
  const numbers: Measured[] = [];
  let width = 0;
  for (const column of columns) {
    if (column.type === 'number') numbers.push(nothingMeasured(width));
    width += flatFeatures(column);
  }
  if (normalise !== 'none') measure(numbers, overRows(numbers, data, rows), normalise === 'standard');
  const offset = new Array<number>(width).fill(0);
  const scale = new Array<number>(width).fill(1);
  for (const column of numbers) [offset[column.at], scale[column.at]] = fitNumbers(column, normalise);
  return { offset, scale };
}

/** What is measured of one number of each row, over the rows that have it. */
interface Measured {
  /** Its place in the row. */
  readonly at: number;
  count: number;
  sum: number;
  mean: number;
  min: number;
  max: number;
  /** Of the differences from the mean. */
  squares: number;
}

const nothingMeasured = (at: number): Measured => ({
  at,
  count: 0,
  sum: 0,
  mean: 0,
  min: Infinity,
  max: -Infinity,
  squares: 0,
});

/** Shows every number there is, with what it is counted to. */
type Walk = (see: (column: Measured, value: number) => void) => void;

const overRows =
  (numbers: readonly Measured[], data: RowValues, rows: Int32Array): Walk =>
  (see) => {
    const { at, values } = scanRows(data);
    for (const row of rows) {
      const from = at(row);
      for (const column of numbers) see(column, values[from + column.at]!);
    }
  };

/** Samples whose numbers are in memory at once. */
const PART = 4096;

/** All numbers of some samples, which may overlap. */
const overSamples =
  (column: Measured, data: RowValues, span: Span | null, samples: Int32Array): Walk =>
  (see) => {
    for (let from = 0; from < samples.length; from += PART)
      for (const value of gather(data, span, samples.subarray(from, from + PART))) see(column, value);
  };

function measure(numbers: readonly Measured[], walk: Walk, deviation: boolean): void {
  walk((column, value) => {
    if (!Number.isFinite(value)) return;
    column.count++;
    column.sum += value;
    column.min = Math.min(column.min, value);
    column.max = Math.max(column.max, value);
  });
  for (const column of numbers) column.mean = column.sum / column.count;
  if (!deviation) return;
  walk((column, value) => {
    if (Number.isFinite(value)) column.squares += (value - column.mean) ** 2;
  });
}

function fitNumbers(
  { count, mean, min, max, squares }: Measured,
  how: PlannedInput['normalise'],
): [offset: number, scale: number] {
  if (count === 0 || how === 'none') return [0, 1];
  if (how === 'unit') return [min, reciprocal(max - min)];
  if (how === 'symmetric') return [(min + max) / 2, reciprocal((max - min) / 2)];
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

/** Back from prepared values to those of the input's columns. */
export const unprepared = (values: Float32Array, { offset, scale }: InputPreprocessing): Float32Array =>
  values.map((value, i) => value / scale[i % scale.length]! + offset[i % offset.length]!);
