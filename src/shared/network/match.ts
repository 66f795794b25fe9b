import type { DatasetManifest } from '../data/manifest.ts';
import { columnsShape } from '../data/manifest.ts';
import { sameShape } from '../kinds/shape.ts';
import type { Project } from './document.ts';

/**
 * True if a project can train on a data set as it is bound: every column it names is there, its inputs have the shapes
 * that the network was drawn for. So a project opened where its own data is absent finds the same data imported anew.
 */
export function matchesData(project: Project, manifest: DatasetManifest): boolean {
  const column = (name: string) => manifest.columns.find((candidate) => candidate.name === name);
  const nodes = project.networks.flatMap((network) => network.nodes);
  const targets = Object.values(project.data.targets);
  const inputs = Object.entries(project.data.inputs);
  if (inputs.length === 0 || targets.length === 0) return false;
  return (
    targets.every((name) => column(name) !== undefined) &&
    inputs.every(([node, names]) => {
      const columns = names.map(column);
      const shape = nodes.find((candidate) => candidate.id === node)?.params['shape'];
      return (
        columns.every((found) => found !== undefined) &&
        Array.isArray(shape) &&
        sameShape(shape as number[], columnsShape(columns))
      );
    })
  );
}
