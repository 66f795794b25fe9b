/** Rows that a run never learned from, to try it on. */
import type { Prediction } from '../../shared/contract/core.ts';
import type { CategoryColumn, DatasetManifest, SplitName } from '../../shared/data/manifest.ts';
import { splitRows, splitRuns, windowStarts } from '../../shared/data/split.ts';
import type { Project, TrainingSettings } from '../../shared/network/document.ts';

/**
 * Indices of the run's test rows; of its validation rows where it held none back to test, else of all. Of windows over
 * `reach` rows, their first ones: a window ends within its split and its series.
 */
export function unseenRows(
  manifest: Pick<DatasetManifest, 'splits' | 'order' | 'series'>,
  training: Pick<TrainingSettings, 'validationFraction' | 'testFraction' | 'seed'>,
  reach = 1,
): Int32Array {
  if (reach > 1) {
    const { test, validation, train } = splitRuns(manifest, training);
    const starts = [test, validation].map((runs) => windowStarts(runs, reach));
    return starts.find(({ length }) => length > 0) ?? windowStarts(train, reach);
  }
  const { test, validation, train } = splitRows(manifest, training);
  return [test, validation].find(({ length }) => length > 0) ?? train;
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

/** The column that an answer is about: the target with its classes; null where none or several could be. */
export function answered(
  { data }: Pick<Project, 'data'>,
  { columns }: Pick<DatasetManifest, 'columns'>,
  { classes }: Pick<Prediction, 'classes'>,
): CategoryColumn | null {
  const learned = new Set(Object.values(data.targets));
  const fitting = columns.filter(
    (column): column is CategoryColumn =>
      column.type === 'category' &&
      learned.has(column.name) &&
      JSON.stringify(column.classes) === JSON.stringify(classes),
  );
  return fitting.length === 1 ? fitting[0]! : null;
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
