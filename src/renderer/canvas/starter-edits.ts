import type { Project } from '../../shared/network/document.ts';
import type { Edit } from '../../shared/network/edits.ts';

/** The edits that put a starter network, its data and its settings into an empty project. */
export function starterEdits(project: Project, starter: Project): readonly Edit[] {
  const network = project.networks[0]!.id;
  const { nodes, edges } = starter.networks[0]!;
  return [
    ...nodes.map((node): Edit => ({ edit: 'add-node', network, node })),
    ...edges.map((edge): Edit => ({ edit: 'add-edge', network, edge })),
    { edit: 'set-data', data: starter.data },
    { edit: 'set-training', training: starter.training },
  ];
}
