/** Advice on a project: what stands in no way of training, but rarely turns out well. */
import type { DatasetManifest } from '../../data/manifest.ts';
import type { Problem } from '../../words/problems.ts';
import type { Project } from '../document.ts';
import type { Edit } from '../edits.ts';
import { roleNetworks } from '../ends.ts';
import { inferNetwork } from '../infer.ts';
import { trainingSize } from '../samples.ts';
import { adviseOnData } from './data.ts';
import { adviseOnLayers } from './layers.ts';
import { adviseOnTraining } from './training.ts';

export function adviseProject(project: Project, manifest: DatasetManifest | null): readonly Problem[] {
  const networks = roleNetworks(project).map((network) => ({ network, inferred: inferNetwork(network) }));
  const advised = { project, manifest, networks, size: manifest && trainingSize(project, manifest) };
  return [adviseOnData, adviseOnLayers, adviseOnTraining].flatMap((rule) => rule(advised));
}

/** What a piece of advice is dismissed by: the rule, and the layer that it is about. */
const keyOf = ({ code, at }: Problem): string => (at.node === undefined ? code : `${code} ${at.node}`);

/** Takes advice away from this project for good; undo brings it back. */
export const dismissEdits = (project: Project, problem: Problem): readonly Edit[] => [
  { edit: 'set-dismissed', dismissed: [...new Set([...(project.dismissed ?? []), keyOf(problem)])] },
];

/** What of these is still to be said. */
export function undismissed(project: Project, problems: readonly Problem[]): readonly Problem[] {
  const gone = new Set(project.dismissed);
  return problems.filter((problem) => problem.severity === 'error' || !gone.has(keyOf(problem)));
}

/** Errors first. */
export const adviceAfter = (problems: readonly Problem[]): Problem[] => [
  ...problems.filter(({ severity }) => severity === 'error'),
  ...problems.filter(({ severity }) => severity === 'advice'),
];
