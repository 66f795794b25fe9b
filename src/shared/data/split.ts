import { permutation } from '../random.ts';
import type { DatasetManifest } from './manifest.ts';

export interface RowSplit {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

const range = ([start, end]: readonly [number, number]): Int32Array =>
  Int32Array.from({ length: end - start }, (_, i) => start + i);

/**
 * Which rows train, validate and test. Splits that the data set brings are kept; what it lacks is held out of the
 * training rows by a permutation of the seed, so that files sorted by class split well.
 */
export function splitRows(
  manifest: Pick<DatasetManifest, 'splits'>,
  settings: { readonly validationFraction: number; readonly testFraction: number; readonly seed: number },
): RowSplit {
  const rows = range(manifest.splits.train);
  const shuffled = permutation(rows.length, settings.seed, 'split').map((i) => rows[i]!);
  let from = 0;
  const hold = (own: readonly [number, number], fraction: number): Int32Array => {
    if (own[1] > own[0]) return range(own);
    const held = shuffled.slice(from, from + Math.floor(rows.length * fraction)).sort();
    from += held.length;
    return held;
  };
  const test = hold(manifest.splits.test, settings.testFraction);
  const validation = hold(manifest.splits.validation, settings.validationFraction);
  return { train: shuffled.slice(from).sort(), validation, test };
}
