import { countFrom, shuffled } from '../random.ts';
import type { DatasetManifest } from './manifest.ts';

export interface RowSplit {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

export interface SplitSettings {
  readonly validationFraction: number;
  readonly testFraction: number;
}

type Splits = Pick<DatasetManifest, 'splits' | 'order'>;

/** How many rows of those that train are held out: none for a split that the data set brings. */
function heldOut({ splits }: Splits, settings: SplitSettings): { validation: number; test: number } {
  const rows = splits.train[1] - splits.train[0];
  const count = ([from, end]: readonly [number, number], fraction: number): number =>
    end > from ? 0 : Math.floor(rows * fraction);
  const test = Math.min(rows, count(splits.test, settings.testFraction));
  const validation = Math.min(rows - test, count(splits.validation, settings.validationFraction));
  return { validation, test };
}

/** How many rows train, whichever these are. */
export function trainingRows(manifest: Splits, settings: SplitSettings): number {
  const { validation, test } = heldOut(manifest, settings);
  const [from, end] = manifest.splits.train;
  return end - from - validation - test;
}

/**
 * Which rows train, validate and test. Splits that the data set brings are kept; what it lacks is held out of the
 * training rows by a permutation of the seed, so that files sorted by class split well. Where rows follow one another
 * in time it is cut from their end instead, test last, so that no future is learned from.
 */
export function splitRows(manifest: Splits, settings: SplitSettings & { readonly seed: number }): RowSplit {
  const { splits, order } = manifest;
  const [first, end] = splits.train;
  const held = heldOut(manifest, settings);
  const own = order === 'time' ? cutOff(first, end, held) : drawn(first, end, held, settings.seed);
  const brought = (name: 'validation' | 'test'): Int32Array =>
    splits[name][1] > splits[name][0] ? countFrom(...splits[name]) : own[name];
  return { train: own.train, validation: brought('validation'), test: brought('test') };
}

type Held = ReturnType<typeof heldOut>;

function cutOff(first: number, end: number, { validation, test }: Held): RowSplit {
  const [validates, tests] = [end - test - validation, end - test];
  return {
    train: countFrom(first, validates),
    validation: countFrom(validates, tests),
    test: countFrom(tests, end),
  };
}

function drawn(first: number, end: number, { validation, test }: Held, seed: number): RowSplit {
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
