/** Which data set a project of the command line trains on. */
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import { shapeText } from '../../shared/kinds/shape.ts';
import type { Project } from '../../shared/network/document.ts';
import { chooseRecipe } from '../../shared/network/ends.ts';
import { matchesData } from '../../shared/network/match.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { problemText } from '../../shared/words/problems.ts';
import { findDataset } from './find.ts';

/**
 * The project bound to a data set of this workspace: the one that `given` names, else its own, else the only one that
 * fits (or the only fitting one of its data set's name). Fails with a sentence that says what to import or to name.
 */
export function bindData(
  project: Project,
  all: readonly DatasetManifest[],
  given: string | undefined,
): Project {
  const bound = (dataset: DatasetManifest): Project => ({
    ...project,
    data: { ...project.data, dataset: { id: dataset.id, name: dataset.name } },
  });
  mustRecipe(project, null);
  if (given !== undefined) {
    const named = findDataset(all, given);
    mustRecipe(project, named);
    if (matchesData(project, named)) return bound(named);
    return refuse(words.dataUnfit(named.name, project.name, wants(project)));
  }
  const own = all.find(({ id }) => id === project.data.dataset?.id);
  if (own) return bound(own);
  const fitting = all.filter((dataset) => matchesData(project, dataset));
  const sameName = fitting.filter(({ name }) => name === project.data.dataset?.name);
  const [only, ...others] = sameName.length > 0 ? sameName : fitting;
  if (!only) return refuse(words.dataMissing(project.name, wants(project)));
  if (others.length > 0) {
    return refuse(
      words.dataAmbiguous(
        project.name,
        [only, ...others].map(({ name, id }) => `${name} (${id})`),
      ),
    );
  }
  return bound(only);
}

/** A recipe that cannot train the project, or not on this data, is said before columns and shapes are. */
function mustRecipe(project: Project, data: DatasetManifest | null): void {
  const chosen = chooseRecipe(project, data);
  if (!chosen.ok) refuse(problemText(chosen.error));
}

function refuse(sentence: string): never {
  throw new Failed(failure('project-has-problems', { sentences: [sentence] }));
}

/** "image (28 × 28 × 1) and label" */
function wants(project: Project): string {
  const nodes = project.networks.flatMap((network) => network.nodes);
  const inputs = Object.entries(project.data.inputs).map(([id, columns]) => {
    const shape = nodes.find((node) => node.id === id)?.params['shape'];
    return `${columns.join(', ')}${Array.isArray(shape) ? ` (${shapeText(shape as number[])})` : ''}`;
  });
  const parts = [...inputs, ...Object.values(project.data.targets)];
  return parts.length > 0 ? parts.join(' and ') : words.anyData;
}
