/** Rows that a run never learned from, to try it on. */
import type { DatasetManifest, SplitName } from '../../shared/data/manifest.ts';
import { splitRows } from '../../shared/data/split.ts';
import type { TrainingSettings } from '../../shared/network/document.ts';

/** Indices of the run's test rows; of its validation rows where it held none back to test, else of all. */
export function unseenRows(
  manifest: Pick<DatasetManifest, 'splits' | 'order'>,
  training: Pick<TrainingSettings, 'validationFraction' | 'testFraction' | 'seed'>,
): Int32Array {
  const { test, validation, train } = splitRows(manifest, training);
  return test.length > 0 ? test : validation.length > 0 ? validation : train;
}

/** Up to `most` different rows, in rising order. `random` gives numbers in [0, 1). */
export function draw(rows: Int32Array, most: number, random: () => number): number[] {
  const left = Array.from(rows);
  const drawn: number[] = [];
  while (drawn.length < most && left.length > 0) {
    const at = Math.floor(random() * left.length);
    drawn.push(left[at]!);
    left[at] = left[left.length - 1]!;
    left.pop();
  }
  return drawn.sort((a, b) => a - b);
}

/** Where a row stands: its split, and its place in it. */
export function placeOfRow(
  manifest: Pick<DatasetManifest, 'splits'>,
  row: number,
): { readonly split: SplitName; readonly from: number } {
  const names = Object.keys(manifest.splits) as SplitName[];
  const split = names.find((name) => row >= manifest.splits[name][0] && row < manifest.splits[name][1]);
  if (!split) throw new Error(`Row ${row} is in no split`);
  return { split, from: row - manifest.splits[split][0] };
}
