/** The edits that choose the recipe, what feeds an input and what an output learns; shapes follow the data in the same step. */
import type { Column, DatasetManifest } from '../data/manifest.ts';
import { recipeOf } from '../kinds/recipes/index.ts';
import { applyEdits } from './apply.ts';
import type { DataBinding, Project } from './document.ts';
import type { Edit } from './edits.ts';
import { chooseRecipe, endsContext, feedOf, roleNetworks } from './ends.ts';
import { inferNetwork } from './infer.ts';
import { usualInputs, usualTarget } from './starter.ts';

/** Feeds an input from these columns. */
export function feedEdits(
  project: Project,
  manifest: DatasetManifest,
  node: string,
  columns: readonly Column[],
): readonly Edit[] {
  const inputs = { ...project.data.inputs, [node]: columns.map((column) => column.name) };
  const bound: Edit = { edit: 'set-data', data: { ...project.data, inputs } };
  return [bound, ...shapeEdits(applyEdits(project, [bound]), manifest, [node])];
}

/** Takes a data set, and binds what the project has to its columns: those of the same name, else the usual ones. */
export function datasetEdits(project: Project, manifest: DatasetManifest): readonly Edit[] {
  const nodes = roleNetworks(project).flatMap((network) => network.nodes);
  const ofKind = (kind: string): string[] => nodes.filter((node) => node.kind === kind).map(({ id }) => id);
  const known = (name: string | undefined): Column | undefined =>
    manifest.columns.find((column) => column.name === name);
  const inputs = ofKind('input');
  const outputs = ofKind('output');
  const usual = usualInputs(project.recipe.kind, manifest);
  const fed = inputs.map((id, i): [string, string[]] => {
    const before = (project.data.inputs[id] ?? []).map(known);
    const kept = before.filter((column) => column !== undefined);
    const columns =
      kept.length > 0 && kept.length === before.length
        ? kept
        : (inputs.length === usual.length && usual[i]) || [];
    return [id, columns.map((column) => column.name)];
  });
  const learned = outputs.flatMap((id): [string, string][] => {
    if (!learnsColumn(project, manifest)) return [];
    const target =
      known(project.data.targets[id]) ??
      (outputs.length === 1 ? usualTarget(project.recipe.kind, manifest) : undefined);
    return target ? [[id, target.name]] : [];
  });
  const data: DataBinding = {
    dataset: { id: manifest.id, name: manifest.name },
    inputs: Object.fromEntries(fed),
    targets: Object.fromEntries(learned),
  };
  const bound: Edit = { edit: 'set-data', data };
  return [bound, ...shapeEdits(applyEdits(project, [bound]), manifest, inputs)];
}

/** Chooses a recipe with its usual parameters; roles that no network plays yet get an empty one each. */
export function recipeEdits(project: Project, kind: string): readonly Edit[] {
  const recipe = recipeOf(kind);
  if (!recipe) return [];
  const taken = new Set(project.networks.map(({ id }) => id));
  const lacking = recipe.roles.slice(project.networks.length);
  return [
    { edit: 'set-recipe', recipe: { kind, params: {} } },
    ...lacking.map(({ name, label }): Edit => {
      const id = taken.has(name) ? `${name}-${taken.size + 1}` : name;
      taken.add(id);
      return { edit: 'add-network', added: { id, name: label, nodes: [], edges: [] } };
    }),
  ];
}

/** What the recipe says that outputs learn: a column to be chosen, the input, or nothing of their own. */
export function learnsOf(project: Project, manifest: DatasetManifest | null): 'column' | 'input' | 'nothing' {
  const chosen = chooseRecipe(project, null);
  if (!chosen.ok) return 'column';
  const { recipe, params } = chosen.value;
  const data = { order: manifest?.order ?? ('rows' as const), window: 1 };
  return recipe.learns(params, data, { shape: [1] })?.from ?? 'nothing';
}

const learnsColumn = (project: Project, manifest: DatasetManifest): boolean =>
  learnsOf(project, manifest) === 'column';

/** Gives inputs the shapes that the recipe reads from their columns, where they do not have them. */
function shapeEdits(project: Project, manifest: DatasetManifest, nodes: readonly string[]): readonly Edit[] {
  const chosen = chooseRecipe(project, manifest);
  if (!chosen.ok) return [];
  const context = endsContext(project, chosen.value, manifest);
  return roleNetworks(project).flatMap((network) => {
    const { byId } = inferNetwork(network);
    return nodes.flatMap((id): readonly Edit[] => {
      const facts = byId.get(id);
      if (!facts || (project.data.inputs[id] ?? []).length === 0) return [];
      const feed = feedOf(context, network, facts);
      if (feed.ok) return [];
      if (feed.error.code !== 'span-too-long') return feed.error.fix?.edits ?? [];
      // The output learns the same span one token on, so that one is left for it.
      const value = [Math.max(1, feed.error.facts.has - 1)];
      return [{ edit: 'set-param', network: network.id, node: id, param: 'shape', value }];
    });
  });
}
