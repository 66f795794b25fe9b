import type { DatasetManifest } from '../data/manifest.ts';
import type { Project } from './document.ts';
import { chooseRecipe, endsContext, feedOf } from './ends.ts';
import { inferNetwork } from './infer.ts';

/**
 * True if a project can train on a data set as it is bound: every column it names is there, and they feed its inputs with
 * the shapes that the networks were drawn for. So a project opened where its own data is absent finds the same data
 * imported anew.
 */
export function matchesData(project: Project, manifest: DatasetManifest): boolean {
  const chosen = chooseRecipe(project, manifest);
  if (!chosen.ok) return false;
  const { inputs, targets } = project.data;
  const context = endsContext(project, chosen.value, manifest);
  const learned = Object.values(targets);
  const { recipe, params } = chosen.value;
  const learnsColumns = recipe.learns(params, context.data, { shape: [1] })?.from === 'column';
  if (Object.keys(inputs).length === 0 || (learnsColumns && learned.length === 0)) return false;
  return (
    learned.every((name) => context.column(name) !== undefined) &&
    project.networks.every((network) =>
      inferNetwork(network)
        .order.filter(({ node }) => node.id in inputs)
        .every((facts) => feedOf(context, network, facts).ok),
    )
  );
}
