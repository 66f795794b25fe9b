import { countFrom, permutation } from '../random.ts';
import type { DatasetManifest } from './manifest.ts';

export interface RowSplit {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

const range = (rows: readonly [number, number]): Int32Array => countFrom(...rows);

/**
 * Which rows train, validate and test. Splits that the data set brings are kept; what it lacks is held out of the
 * training rows by a permutation of the seed, so that files sorted by class split well. Where rows follow one another
 * in time it is cut from their end instead, test last, so that no future is learned from.
 */
export function splitRows(
  manifest: Pick<DatasetManifest, 'splits' | 'order'>,
  settings: { readonly validationFraction: number; readonly testFraction: number; readonly seed: number },
): RowSplit {
  const rows = range(manifest.splits.train);
  const inTime = manifest.order === 'time';
  const drawn = inTime ? rows : permutation(rows.length, settings.seed, 'split').map((i) => rows[i]!);
  let [from, end] = [0, rows.length];
  const hold = (own: readonly [number, number], fraction: number): Int32Array => {
    if (own[1] > own[0]) return range(own);
    const count = Math.floor(rows.length * fraction);
    if (inTime) {
      const start = Math.max(0, end - count);
      const cut = drawn.slice(start, end);
      end = start;
      return cut;
    }
    const held = drawn.slice(from, from + count).sort();
    from += held.length;
    return held;
  };
  const test = hold(manifest.splits.test, settings.testFraction);
  const validation = hold(manifest.splits.validation, settings.validationFraction);
  return { train: drawn.slice(from, end).sort(), validation, test };
}
