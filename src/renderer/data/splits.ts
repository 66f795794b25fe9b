import type { DatasetManifest, SplitName } from '../../shared/data/manifest.ts';

export interface SplitPart {
  readonly name: SplitName;
  readonly rows: number;
}

export const rowsIn = (manifest: Pick<DatasetManifest, 'splits'>, split: SplitName): number =>
  manifest.splits[split][1] - manifest.splits[split][0];

/** The splits that hold rows, in the order in which they are used. */
export function splitParts(manifest: Pick<DatasetManifest, 'splits'>): readonly SplitPart[] {
  return (['train', 'validation', 'test'] as const)
    .map((name) => ({ name, rows: rowsIn(manifest, name) }))
    .filter((part) => part.rows > 0);
}
