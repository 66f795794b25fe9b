import type { DatasetManifest } from '../data/manifest.ts';
import type { Project } from './document.ts';
import { chooseRecipe, endsContext, feedOf, roleNetworks } from './ends.ts';
import { inferNetwork } from './infer.ts';

/**
 * True if a project can train on a data set as it is bound: every column it names is there, and its inputs have the
 * shapes that its recipe reads from them. So a project opened where its own data is absent finds the same data imported
 * anew.
 */
export function matchesData(project: Project, manifest: DatasetManifest): boolean {
  const { inputs, targets } = project.data;
  const named = [...Object.values(inputs).flat(), ...Object.values(targets)];
  if (Object.values(inputs).flat().length === 0) return false;
  if (named.some((name) => manifest.columns.every((column) => column.name !== name))) return false;
  const chosen = chooseRecipe(project, manifest);
  if (!chosen.ok) return false;
  const context = endsContext(project, chosen.value, manifest);
  return roleNetworks(project).every((network) =>
    inferNetwork(network).order.every((facts) => {
      if (facts.kind.kind === 'input') return feedOf(context, network, facts).ok;
      const { learns } = chosen.value.recipe;
      return (
        facts.kind.kind !== 'output' ||
        learns(chosen.value.params, context.data, { shape: facts.inputs[0]! })?.from !== 'column' ||
        targets[facts.node.id] !== undefined
      );
    }),
  );
}
