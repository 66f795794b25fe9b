/** How many samples a project trains on. */
import type { DatasetManifest } from '../data/manifest.ts';
import { trainingRows } from '../data/split.ts';
import type { Project } from './document.ts';
import { chooseRecipe, endsContext } from './ends.ts';

export interface TrainingSize {
  /** Rows that are not held out. */
  readonly rows: number;
  /** What an epoch goes through: those rows, or the windows that they are cut into. */
  readonly samples: number;
}

export function trainingSize(project: Project, manifest: DatasetManifest): TrainingSize {
  const rows = trainingRows(manifest, project.training);
  const chosen = chooseRecipe(project, manifest);
  if (!chosen.ok) return { rows, samples: rows };
  const { recipe, params, data } = endsContext(project, chosen.value, manifest);
  const stride = recipe.stride(params, data);
  return { rows, samples: stride === null ? rows : Math.ceil(rows / stride) };
}

/** The batch that was wanted, or where there are few samples one that leaves an epoch several steps. */
export const fittingBatch = (samples: number, wanted: number): number =>
  Math.min(wanted, 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, samples / 4)))));
