import { countFrom, shuffled } from '../random.ts';
import type { DatasetManifest, SplitName } from './manifest.ts';

export interface RowSplit {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

export interface SplitSettings {
  readonly validationFraction: number;
  readonly testFraction: number;
}

type Splits = Pick<DatasetManifest, 'splits' | 'order' | 'series'>;
/** Rows [start, end) that follow one another. */
export type Range = readonly [start: number, end: number];
type Runs = Readonly<Record<SplitName, readonly Range[]>>;

export interface SplitCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** The series among rows: those that the data set tells apart, else all rows as one. */
export function seriesIn({ series }: Pick<DatasetManifest, 'series'>, [start, end]: Range): readonly Range[] {
  if (!series) return end > start ? [[start, end]] : [];
  return series.ranges.map(({ rows }) => rows).filter(([from, to]) => from >= start && to <= end);
}

/** How many of so many rows are held out: none for a split that the data set brings. */
function heldOut(rows: number, { splits }: Splits, settings: SplitSettings): Omit<SplitCounts, 'train'> {
  const count = ([from, end]: Range, fraction: number): number =>
    end > from ? 0 : Math.floor(rows * fraction);
  const test = Math.min(rows, count(splits.test, settings.testFraction));
  const validation = Math.min(rows - test, count(splits.validation, settings.validationFraction));
  return { validation, test };
}

/**
 * The rows of each split in data in the order of time, in runs that follow one another. What the data set does not bring
 * is cut from the end of each series, test last, so that no future is learned from.
 */
export function splitRuns(manifest: Splits, settings: SplitSettings): Runs {
  const { splits } = manifest;
  const runs: Record<SplitName, Range[]> = { train: [], validation: [], test: [] };
  const add = (name: SplitName, start: number, end: number): void => {
    if (end > start) runs[name].push([start, end]);
  };
  for (const [start, end] of seriesIn(manifest, splits.train)) {
    const { validation, test } = heldOut(end - start, manifest, settings);
    add('train', start, end - test - validation);
    add('validation', end - test - validation, end - test);
    add('test', end - test, end);
  }
  for (const name of ['validation', 'test'] as const)
    for (const [start, end] of seriesIn(manifest, splits[name])) add(name, start, end);
  return runs;
}

/** How many rows train, validate and test, whichever these are. */
export function splitCounts(manifest: Splits, settings: SplitSettings): SplitCounts {
  const { splits, order } = manifest;
  if (order === 'time') {
    const runs = splitRuns(manifest, settings);
    const sum = (name: SplitName): number => runs[name].reduce((all, [from, end]) => all + end - from, 0);
    return { train: sum('train'), validation: sum('validation'), test: sum('test') };
  }
  const size = ([from, end]: Range): number => end - from;
  const rows = size(splits.train);
  const held = heldOut(rows, manifest, settings);
  return {
    train: rows - held.validation - held.test,
    validation: held.validation + size(splits.validation),
    test: held.test + size(splits.test),
  };
}

const startsIn = ([from, end]: Range, reach: number): Range => [from, Math.max(from, end - reach + 1)];

/** Windows over `reach` rows that lie in one run. */
export const windowCount = (runs: readonly Range[], reach: number): number =>
  runs.reduce((sum, run) => {
    const [from, end] = startsIn(run, reach);
    return sum + end - from;
  }, 0);

/** The first rows of all windows over `reach` rows that lie in one run. */
export const windowStarts = (runs: readonly Range[], reach: number): Int32Array =>
  rowsOfRuns(runs.map((run) => startsIn(run, reach)));

function rowsOfRuns(runs: readonly Range[]): Int32Array {
  const [only] = runs;
  if (only && runs.length === 1) return countFrom(...only);
  const rows = new Int32Array(runs.reduce((sum, [from, end]) => sum + end - from, 0));
  let at = 0;
  for (const [from, end] of runs) for (let row = from; row < end; row++) rows[at++] = row;
  return rows;
}

/**
 * Which rows train, validate and test. Splits that the data set brings are kept; what it lacks is held out of the
 * training rows by a permutation of the seed, so that files sorted by class split well. Where rows follow one another
 * in time it is cut from their end instead (`splitRuns`).
 */
export function splitRows(manifest: Splits, settings: SplitSettings & { readonly seed: number }): RowSplit {
  const { splits, order } = manifest;
  if (order === 'time') {
    const runs = splitRuns(manifest, settings);
    return {
      train: rowsOfRuns(runs.train),
      validation: rowsOfRuns(runs.validation),
      test: rowsOfRuns(runs.test),
    };
  }
  const [first, end] = splits.train;
  const own = drawn(first, end, heldOut(end - first, manifest, settings), settings.seed);
  const brought = (name: 'validation' | 'test'): Int32Array =>
    splits[name][1] > splits[name][0] ? countFrom(...splits[name]) : own[name];
  return { train: own.train, validation: brought('validation'), test: brought('test') };
}

function drawn(
  first: number,
  end: number,
  { validation, test }: Omit<SplitCounts, 'train'>,
  seed: number,
): RowSplit {
  const rows = end - first;
  const split = {
    train: new Int32Array(rows - validation - test),
    validation: new Int32Array(validation),
    test: new Int32Array(test),
  };
  if (validation + test === 0) return { ...split, train: countFrom(first, end) };
  const names = ['train', 'validation', 'test'] as const;
  /** Of each row the place of its split's name. */
  const splitOf = new Uint8Array(rows);
  const at = shuffled(rows, seed, 'split');
  for (let place = 0; place < validation + test; place++) splitOf[at(place)] = place < test ? 2 : 1;
  const counts = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const own = splitOf[row]!;
    split[names[own]!][counts[own]!++] = first + row;
  }
  return split;
}
