/** The columns of a data set in memory, laid out as inputs and targets need them. */
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { flatFeatures, rowBytes } from '../../../shared/data/manifest.ts';
import type { Column, DatasetManifest } from '../../../shared/data/manifest.ts';
import { splitRows } from '../../../shared/data/split.ts';
import type { Span } from '../../../shared/kinds/recipe.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import { permutation, randomStream } from '../../../shared/random.ts';
import type { RowSplit } from '../../../shared/data/split.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import { failure, Failed } from '../../../shared/words/failures.ts';
import type { Plan, PlannedInput } from './plan.ts';
import { columnTargets, targetPlace, targetWidth } from './targets.ts';

/** Raw features of all rows of the data set: an image's bytes, or numbers with categories one-hot; NaN is missing. */
export interface InputData {
  readonly features: number;
  readonly values: Uint8Array | Float32Array;
}
/** A category's index (-1: missing), a number (NaN: missing) or the tokens of all rows. */
export type TargetData = Int32Array | Float32Array;

export interface ModelData {
  readonly rows: number;
  /** Emptied once the data is resident in a session. */
  readonly inputs: Map<string, InputData>;
  readonly targets: ReadonlyMap<string, TargetData>;
  /** By the sample's first row; samples without a target are in no split. */
  readonly split: RowSplit;
  /** Every how many of `split.train` an epoch takes one; validation and test are thinned already. */
  readonly stride: number;
}

/** The part of the machine's memory that resident data may take: it lies in memory twice while it is handed over. */
const SHARE_OF_MEMORY = 0.3;

/**
 * Reads what the plan needs. Throws `Failed` 'out-of-memory' where it would take too much of the machine's memory,
 * 'data-damaged' where a column's file has another length than the manifest says.
 */
export async function loadData(
  plan: Plan,
  manifest: DatasetManifest,
  folder: string,
  settings: TrainingSettings,
): Promise<ModelData> {
  const bytes = residentBytes(plan, manifest.rows);
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  if (bytes > memory * SHARE_OF_MEMORY) {
    const mega = (n: number): string => `${Math.round(n / 1e6).toLocaleString('en')} MB`;
    throw new Failed(
      failure('out-of-memory', {
        detail: `the data takes ${mega(bytes)}, and ${mega(memory * SHARE_OF_MEMORY)} of this machine's memory is what a run may use for it. Train on fewer rows or smaller pictures.`,
      }),
    );
  }
  const inputs = new Map<string, InputData>();
  for (const input of plan.inputs)
    if (input.columns.length > 0) inputs.set(input.node, await readInput(input, manifest, folder));
  const targets = new Map<string, TargetData>();
  for (const { output, target } of columnTargets(plan)) {
    const file = await readColumn(target.column, manifest, folder);
    targets.set(output.node, target.type === 'number' ? new Float32Array(file) : new Int32Array(file));
  }
  // What nothing evaluates holds nothing out.
  const fractions =
    plan.outputs.length > 0 ? settings : { ...settings, validationFraction: 0, testFraction: 0 };
  return {
    rows: manifest.rows,
    inputs,
    targets,
    split: samplesOf(plan, splitRows(manifest, fractions), targets),
    stride: plan.stride ?? 1,
  };
}

function residentBytes(plan: Plan, rows: number): number {
  const inputs = plan.inputs.reduce((sum, input) => sum + featuresOf(input) * (isImage(input) ? 1 : 4), 0);
  const targets = columnTargets(plan).reduce((sum, { target }) => sum + 4 * targetWidth(target), 0);
  return rows * (inputs + targets);
}

const isImage = (input: PlannedInput): boolean => input.columns[0]?.type === 'image';
/** Numbers that one row of the data set gives an input. */
export const featuresOf = (input: PlannedInput): number =>
  input.columns.reduce((sum, column) => sum + flatFeatures(column), 0);
/** Numbers that one sample gives an input: of its row, or of its span of rows or tokens. */
export function sampleFeatures(input: PlannedInput): number {
  if (input.columns.length === 0) return sizeOf(input.shape);
  if (!input.span) return featuresOf(input);
  return input.span.axis === 'rows' ? input.span.length * featuresOf(input) : input.span.length;
}

async function readColumn(column: Column, manifest: DatasetManifest, folder: string): Promise<ArrayBuffer> {
  const path = join(folder, column.file);
  const damaged = (detail: string): Failed =>
    new Failed(failure('data-damaged', { name: manifest.name, detail }));
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch (error) {
    throw damaged(
      `${column.file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    );
  }
  const wanted = manifest.rows * rowBytes(column);
  if (file.length !== wanted) throw damaged(`${column.file} has ${file.length} bytes in place of ${wanted}`);
  // readFile's small buffers are slices of a pool; typed arrays want memory of their own.
  return file.byteLength === file.buffer.byteLength && file.byteOffset === 0
    ? (file.buffer as ArrayBuffer)
    : (file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
}

async function readInput(input: PlannedInput, manifest: DatasetManifest, folder: string): Promise<InputData> {
  const features = featuresOf(input);
  if (isImage(input))
    return { features, values: new Uint8Array(await readColumn(input.columns[0]!, manifest, folder)) };
  const values = new Float32Array(manifest.rows * features);
  let at = 0;
  for (const column of input.columns) {
    const file = await readColumn(column, manifest, folder);
    if (column.type === 'category') {
      const indices = new Int32Array(file);
      for (let row = 0; row < indices.length; row++)
        if (indices[row]! >= 0) values[row * features + at + indices[row]!] = 1;
      at += column.classes.length;
    } else {
      const numbers = column.type === 'tokens' ? new Int32Array(file) : new Float32Array(file);
      const width = flatFeatures(column);
      for (let i = 0; i < numbers.length; i++)
        values[Math.floor(i / width) * features + at + (i % width)] = numbers[i]!;
      at += width;
    }
  }
  return { features, values };
}

/**
 * The samples of each split by their first row: those whose window lies in the split and whose targets are known. An
 * epoch takes one of every `stride` training samples, from a place of its own; the other splits are thinned here.
 */
function samplesOf(plan: Plan, split: RowSplit, targets: ReadonlyMap<string, TargetData>): RowSplit {
  const learned = columnTargets(plan).map(({ output, target }) => ({
    target,
    values: targets.get(output.node)!,
  }));
  const known = (row: number): boolean =>
    learned.every(({ target, values }) => {
      const { from, count } = targetPlace(target, row);
      const own = values.subarray(from, from + count);
      return own instanceof Int32Array ? own.every((id) => id >= 0) : own.every(Number.isFinite);
    });
  if (plan.stride === null) {
    const only = (rows: Int32Array): Int32Array => rows.filter(known);
    return { train: only(split.train), validation: only(split.validation), test: only(split.test) };
  }
  const reach = windowReach(plan);
  const inside = (rows: Int32Array): Int32Array =>
    rows.subarray(0, Math.max(0, rows.length - reach + 1)).filter(known);
  const thin = (rows: Int32Array): Int32Array => inside(rows).filter((_, i) => i % plan.stride! === 0);
  return { train: inside(split.train), validation: thin(split.validation), test: thin(split.test) };
}

/** Rows from the first that a sample reads or learns to the last. */
function windowReach(plan: Plan): number {
  const spans = [
    ...plan.inputs.map(({ span }) => span),
    ...columnTargets(plan).map(({ target }) => target.span),
  ];
  return Math.max(1, ...spans.map((span) => (span?.axis === 'rows' ? span.offset + span.length : 1)));
}

/**
 * The training samples of an epoch in order: a permutation of all, or, where an epoch takes one of every `stride`
 * windows, of those from a place that the epoch draws. Depends on nothing but (seed, epoch).
 */
export function epochSamples({ split, stride }: ModelData, seed: number, epoch: number): Int32Array {
  const { train } = split;
  const count = samplesPerEpoch({ split, stride });
  const spare = train.length - (count - 1) * stride;
  const first = Math.floor(randomStream(seed, `phase/${epoch}`).uniform() * Math.min(stride, spare));
  return permutation(count, seed, `epoch/${epoch}`).map((i) => train[first + i * stride]!);
}

export const samplesPerEpoch = ({ split, stride }: Pick<ModelData, 'split' | 'stride'>): number =>
  Math.ceil(split.train.length / stride);

/** Raw features of some samples, [samples × sampleFeatures]. */
export function gatherFeatures(
  { features, values }: InputData,
  span: Span | null,
  rows: ArrayLike<number>,
): Float32Array {
  const offset = !span ? 0 : span.axis === 'rows' ? span.offset * features : span.offset;
  const count = !span ? features : span.axis === 'rows' ? span.length * features : span.length;
  const gathered = new Float32Array(rows.length * count);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * features + offset;
    gathered.set(values.subarray(from, from + count), i * count);
  }
  return gathered;
}
