/** Runs, data sets and layers as a person names them: by id, by name, by the beginning of an id. */
import type { CoreClient } from '../../shared/contract/core.ts';
import type { RunSummary } from '../../shared/contract/runs.ts';
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import { Failed, failure } from '../../shared/words/failures.ts';

type Named = { readonly id: string; readonly name: string };

/** Exact id, else exact name, else beginning of the id; all that fit equally well. */
export function candidates<T extends Named>(all: readonly T[], given: string): readonly T[] {
  for (const fits of [
    (one: T) => one.id === given,
    (one: T) => one.name === given,
    (one: T) => one.id.startsWith(given),
  ]) {
    const found = all.filter(fits);
    if (found.length > 0) return found;
  }
  return [];
}

const one = <T extends Named>(
  all: readonly T[],
  given: string,
  what: string,
  several: (given: string, ids: readonly string[]) => string,
): T => {
  const found = candidates(all, given);
  if (found.length > 1) {
    throw new Failed(
      failure('wrong-usage', {
        detail: several(
          given,
          found.map(({ id }) => id),
        ),
      }),
    );
  }
  if (!found[0]) throw new Failed(failure('not-found', { what, name: given }));
  return found[0];
};

export const findRun = async (core: CoreClient, given: string): Promise<RunSummary> =>
  one(await core.request('runs.list', {}), given, 'run', words.severalRuns);

export const findDataset = (all: readonly DatasetManifest[], given: string): DatasetManifest =>
  one(all, given, 'data set', words.severalData);

/** A layer, with its name as it is shown. */
export interface Layer extends Named {
  readonly shown: string;
}

export const findLayer = (all: readonly Layer[], given: string): Layer =>
  all.find(({ shown }) => shown === given) ?? one(all, given, 'layer', words.severalLayers);
