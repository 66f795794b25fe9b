/** The edits that choose what feeds an input and what an output learns; shapes follow the data in the same step. */
import { columnsShape } from '../data/manifest.ts';
import type { Column, DatasetManifest } from '../data/manifest.ts';
import { sameShape } from '../kinds/shape.ts';
import type { NetworkNode, Project } from './document.ts';
import type { Edit } from './edits.ts';
import { defaultInputs, defaultTarget } from './starter.ts';

/** An input takes one picture, or any number of number and category columns. */
export function feedEdits(
  project: Project,
  network: string,
  node: NetworkNode,
  columns: readonly Column[],
): readonly Edit[] {
  const inputs = { ...project.data.inputs, [node.id]: columns.map((column) => column.name) };
  const data: Edit = { edit: 'set-data', data: { ...project.data, inputs } };
  if (columns.length === 0) return [data];
  const shape = columnsShape(columns);
  const stored = node.params['shape'];
  if (Array.isArray(stored) && sameShape(stored as number[], shape)) return [data];
  return [data, { edit: 'set-param', network, node: node.id, param: 'shape', value: shape }];
}

/** Takes a data set, and binds what the project has to its columns: those of the same name, else the usual ones. */
export function datasetEdits(project: Project, manifest: DatasetManifest): readonly Edit[] {
  const network = project.networks[0]!;
  const ofKind = (kind: string): NetworkNode[] => network.nodes.filter((node) => node.kind === kind);
  const known = (name: string | undefined): Column | undefined =>
    manifest.columns.find((column) => column.name === name);
  const inputs = ofKind('input');
  const outputs = ofKind('output');
  const edits: Edit[] = [];
  const data = {
    dataset: { id: manifest.id, name: manifest.name },
    inputs: Object.fromEntries(
      inputs.map((node) => {
        const before = (project.data.inputs[node.id] ?? []).map(known);
        const columns =
          before.length > 0 && before.every((column) => column !== undefined)
            ? before
            : inputs.length === 1
              ? defaultInputs(manifest)
              : [];
        if (columns.length > 0) {
          const value = columnsShape(columns);
          if (!sameShape((node.params['shape'] as number[] | undefined) ?? [], value)) {
            edits.push({ edit: 'set-param', network: network.id, node: node.id, param: 'shape', value });
          }
        }
        return [node.id, columns.map((column) => column.name)];
      }),
    ),
    targets: Object.fromEntries(
      outputs.flatMap((node) => {
        const target =
          known(project.data.targets[node.id]) ??
          (outputs.length === 1 ? defaultTarget(manifest) : undefined);
        return target ? [[node.id, target.name]] : [];
      }),
    ),
  };
  return [{ edit: 'set-data', data }, ...edits];
}
