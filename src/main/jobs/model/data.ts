/** The rows of a data set, laid out as inputs and targets need them: in memory as far as there is room, else in their files. */
import { flatFeatures } from '../../../shared/data/manifest.ts';
import type { DatasetManifest, SplitName } from '../../../shared/data/manifest.ts';
import { splitRows, splitRuns, windowStarts } from '../../../shared/data/split.ts';
import { reachOf } from '../../../shared/kinds/recipe.ts';
import type { Span } from '../../../shared/kinds/recipe.ts';
import { sizeOf } from '../../../shared/kinds/shape.ts';
import { smallestFirst } from '../../../shared/network/memory.ts';
import { randomStream, shuffled } from '../../../shared/random.ts';
import type { RowSplit } from '../../../shared/data/split.ts';
import type { TrainingSettings } from '../../../shared/network/document.ts';
import type { Plan, PlannedInput } from './plan.ts';
import { closeColumns, layOut, openRows, readAll } from './row-files.ts';
import { bytesOf, gather, scanRows } from './rows.ts';
import type { RowValues } from './rows.ts';
import { columnTargets, targetPlace } from './targets.ts';

export interface ModelData {
  readonly rows: number;
  /** Raw features by input node: an image's bytes, or numbers with categories one-hot; NaN is missing. Emptied once the data is in a session. */
  readonly inputs: Map<string, RowValues>;
  /** By output node: a category's index (-1: missing), a number (NaN: missing) or tokens. */
  readonly targets: ReadonlyMap<string, RowValues>;
  /** By the sample's first row; samples without a target are in no split. */
  readonly split: RowSplit;
  /** Every how many of `split.train` an epoch takes one; validation and test are thinned already. */
  readonly stride: number;
  /** Closes the files of what is not in memory. */
  close(): void;
}

export interface Room {
  /** Bytes of data that may be in memory. */
  readonly room?: number;
  /** A folder where rows of many columns can be laid side by side. */
  readonly scratch?: string | null;
}

/**
 * Opens what the plan needs and reads it into memory, the smallest parts first, as long as they take `room` bytes at
 * most; what is left stays in its files. Throws `Failed` 'data-damaged' where a column's file cannot be read or has another
 * length than the manifest says.
 */
export async function loadData(
  plan: Plan,
  manifest: DatasetManifest,
  folder: string,
  settings: TrainingSettings,
  { room = Infinity, scratch = null }: Room = {},
): Promise<ModelData> {
  const inputs = new Map<string, RowValues>();
  const targets = new Map<string, RowValues>();
  const close = (): void => {
    for (const part of [...inputs.values(), ...targets.values()]) closeColumns(part.columns);
  };
  try {
    for (const input of plan.inputs) {
      const { node, columns } = input;
      const type = isImage(input) ? 'uint8' : 'float32';
      if (columns.length > 0) inputs.set(node, openRows(columns, type, manifest, folder));
    }
    for (const { output, target } of columnTargets(plan)) {
      const type = target.type === 'number' ? 'float32' : 'int32';
      targets.set(output.node, openRows([target.column], type, manifest, folder));
    }
    const parts = [inputs, targets].flatMap((of) => [...of].map(([node, part]) => ({ of, node, part })));
    for (const { of, node, part } of smallestFirst(parts, ({ part }) => part.rows * bytesOf(part), room)) {
      of.set(node, await readAll(part));
      closeColumns(part.columns);
    }
    for (const { of, node } of parts) {
      const part = of.get(node)!;
      if (scratch !== null && part.columns.length > 1) of.set(node, await layOut(part, scratch));
    }
    // What nothing evaluates holds nothing out.
    const fractions =
      plan.outputs.length > 0 ? settings : { ...settings, validationFraction: 0, testFraction: 0 };
    const split = samplesOf(plan, manifest, fractions, targets);
    return { rows: manifest.rows, inputs, targets, split, stride: plan.stride ?? 1, close };
  } catch (error) {
    close();
    throw error;
  }
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

/**
 * The samples of each split by their first row: those whose window lies in one series of the split and whose targets are
 * known. An epoch takes one of every `stride` training samples, from a place of its own; the other splits are thinned
 * here.
 */
function samplesOf(
  plan: Plan,
  manifest: DatasetManifest,
  settings: TrainingSettings,
  targets: ReadonlyMap<string, RowValues>,
): RowSplit {
  const learned = columnTargets(plan).map(({ output, target }) => ({
    target,
    values: targets.get(output.node)!,
  }));
  const known = (rows: Int32Array): Int32Array => {
    const each = learned.map(({ target, values }) => {
      const isKnown = allKnown(values);
      return (row: number): boolean => isKnown(targetPlace(target, row));
    });
    // In place: there can be hundreds of millions.
    let count = 0;
    for (const row of rows) if (each.every((isKnown) => isKnown(row))) rows[count++] = row;
    return rows.subarray(0, count);
  };
  const { stride } = plan;
  if (stride === null) {
    const split = splitRows(manifest, settings);
    return { train: known(split.train), validation: known(split.validation), test: known(split.test) };
  }
  const reach = windowReach(plan);
  const runs = splitRuns(manifest, settings);
  const inside = (name: SplitName): Int32Array => known(windowStarts(runs[name], reach));
  const thin = (name: SplitName): Int32Array => inside(name).filter((_, i) => i % stride === 0);
  return { train: inside('train'), validation: thin('validation'), test: thin('test') };
}

/** Says of places among all numbers, asked for in ascending order, whether none is missing; looks at each number once. */
function allKnown(of: RowValues): (place: { readonly from: number; readonly count: number }) => boolean {
  const { at, values } = scanRows(of);
  let [looked, missing] = [0, -1];
  return ({ from, count }) => {
    for (looked = Math.max(looked, from); looked < from + count; looked++) {
      const row = Math.floor(looked / of.width);
      const value = values[at(row) + looked - row * of.width]!;
      if (values instanceof Int32Array ? value < 0 : !Number.isFinite(value)) missing = looked;
    }
    return missing < from;
  };
}

/** Rows from the first that a sample reads or learns to the last. */
const windowReach = (plan: Plan): number =>
  reachOf([...plan.inputs.map(({ span }) => span), ...columnTargets(plan).map(({ target }) => target.span)]);

/** Samples in an order, of which a part is made where it is wanted. */
export interface SampleOrder {
  readonly length: number;
  slice(from: number, end: number): Int32Array;
}

/**
 * The training samples of an epoch in order: a permutation of all, or, where an epoch takes one of every `stride`
 * windows, of those from a place that the epoch draws. Depends on nothing but (seed, epoch).
 */
export function epochSamples(
  { split, stride }: Pick<ModelData, 'split' | 'stride'>,
  seed: number,
  epoch: number,
): SampleOrder {
  const { train } = split;
  const length = samplesPerEpoch({ split, stride });
  const spare = train.length - (length - 1) * stride;
  const first = Math.floor(randomStream(seed, `phase/${epoch}`).uniform() * Math.min(stride, spare));
  const at = shuffled(length, seed, `epoch/${epoch}`);
  return {
    length,
    slice(from, end) {
      const samples = new Int32Array(Math.max(0, Math.min(end, length) - from));
      for (let i = 0; i < samples.length; i++) samples[i] = train[first + at(from + i) * stride]!;
      return samples;
    },
  };
}

export const samplesPerEpoch = ({ split, stride }: Pick<ModelData, 'split' | 'stride'>): number =>
  Math.ceil(split.train.length / stride);

/** Raw features of some samples, [samples × sampleFeatures]. */
export function gatherFeatures(input: RowValues, span: Span | null, rows: ArrayLike<number>): Float32Array {
  const gathered = gather(input, span, rows);
  return gathered instanceof Float32Array ? gathered : new Float32Array(gathered);
}
