import type { Project } from '../../shared/network/document.ts';
import type { Edit } from '../../shared/network/edits.ts';

/**
 * The edits that put starter networks, their data, recipe and settings into an empty project. In one that has a network
 * already, those that are empty are filled, and what is there stays.
 */
export function starterEdits(project: Project, starter: Project): readonly Edit[] {
  const fresh = project.networks.every(({ nodes }) => nodes.length === 0);
  const fill = starter.networks.flatMap((network, i): Edit[] => {
    const into = project.networks[i];
    if (!into) return [{ edit: 'add-network', added: network }];
    if (into.nodes.length > 0) return [];
    return [
      ...network.nodes.map((node): Edit => ({ edit: 'add-node', network: into.id, node })),
      ...network.edges.map((edge): Edit => ({ edit: 'add-edge', network: into.id, edge })),
    ];
  });
  const filled = new Set(fill.flatMap((edit) => (edit.edit === 'add-node' ? [edit.node.id] : [])));
  const ofFilled = <T>(bound: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(bound).filter(([node]) => filled.has(node)));
  const { data } = project;
  const joined = {
    ...data,
    inputs: { ...data.inputs, ...ofFilled(starter.data.inputs) },
    targets: { ...data.targets, ...ofFilled(starter.data.targets) },
  };
  return fresh
    ? [
        ...fill,
        { edit: 'set-data', data: starter.data },
        { edit: 'set-recipe', recipe: starter.recipe },
        { edit: 'set-training', training: starter.training },
      ]
    : [...fill, { edit: 'set-data', data: joined }];
}
