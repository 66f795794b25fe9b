/** Lets a project learn from a data set: its inputs and outputs take the columns that fit them. */
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import type { Project } from '../../shared/network/document.ts';
import type { Edit } from '../../shared/network/edits.ts';
import { defaultInputs, defaultTarget } from '../../shared/network/starter.ts';

/**
 * Columns of the same names stay chosen; what the data set lacks is replaced by its own inputs and target. Where that
 * does not fit the network's shapes, the checker says so on the node, with its remedy.
 */
export function bindingFor(project: Project, manifest: DatasetManifest): readonly Edit[] {
  const names = new Set(manifest.columns.map((column) => column.name));
  const nodes = project.networks.flatMap((network) => network.nodes);
  const columns = defaultInputs(manifest).map((column) => column.name);
  const target = defaultTarget(manifest)?.name;
  const inputs: Record<string, string[]> = {};
  const targets: Record<string, string> = {};
  for (const node of nodes) {
    if (node.kind === 'input') {
      const kept = project.data.inputs[node.id];
      inputs[node.id] =
        kept && kept.length > 0 && kept.every((name) => names.has(name)) ? [...kept] : columns;
    }
    if (node.kind === 'output') {
      const kept = project.data.targets[node.id];
      const learned = kept !== undefined && names.has(kept) ? kept : target;
      if (learned !== undefined) targets[node.id] = learned;
    }
  }
  return [{ edit: 'set-data', data: { dataset: { id: manifest.id, name: manifest.name }, inputs, targets } }];
}
