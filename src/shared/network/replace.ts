/** Another kind of layer in the place of one, keeping what both have. */
import type { AnyLayer, LayerKind } from '../kinds/define.ts';
import { layerOf } from '../kinds/layers/index.ts';
import { defaults } from '../kinds/params.ts';
import type { Network, NetworkEdge, NetworkNode } from './document.ts';
import type { Edit } from './edits.ts';
import { uniqueName } from './ids.ts';

/** The parameters of a new kind: the old ones' values where they are right for it, else its own. */
export function keptParams(kind: AnyLayer, old: NetworkNode['params']): NetworkNode['params'] {
  return Object.fromEntries(
    Object.entries({ ...defaults(kind.params) }).map(([name, usual]) => {
      const kept = kind.params[name]!.schema.safeParse(old[name]);
      return [name, name in old && kept.success ? kept.data : usual];
    }),
  );
}

/**
 * Puts another kind in a node's place: its position stays, its name if it is one that a person gave, and edges by the
 * order of the ports. Edges that the new kind has no port for go.
 */
export function replaceEdits(network: Network, id: string, kind: AnyLayer): readonly Edit[] {
  const node = network.nodes.find((candidate) => candidate.id === id);
  const before = node && layerOf(node.kind);
  if (!node || !before || before.kind === kind.kind) return [];
  const { weightsOf: _, ...own } = node;
  const others = network.nodes.filter((other) => other.id !== id).map((other) => other.name);
  const given = node.name.replace(/ \d+$/, '') !== before.label;
  const after: NetworkNode = {
    ...own,
    kind: kind.kind,
    name: given ? node.name : uniqueName(kind.label, others),
    params: keptParams(kind, { ...defaults(before.params), ...node.params }),
  };
  return [
    {
      edit: 'set-layers',
      network: network.id,
      nodes: network.nodes.map((other) => (other.id === id ? after : other)),
      edges: movedEdges(network, id, before, kind),
    },
  ];
}

type Ports = Pick<LayerKind, 'inputs' | 'outputs'>;

function movedEdges(network: Network, id: string, before: Ports, after: Ports): NetworkEdge[] {
  const taken = new Set<string>();
  return network.edges.flatMap((edge): NetworkEdge[] => {
    if (edge.to.node === id) {
      const at = before.inputs.findIndex(({ name }) => name === edge.to.port);
      // Edges into one port that takes many go to the ports of another kind one by one.
      const free = after.inputs.filter(({ name, many }) => many || !taken.has(name));
      const port = before.inputs[at]?.many || after.inputs.length === 1 ? free[0] : after.inputs[at];
      if (!port || (!port.many && taken.has(port.name))) return [];
      taken.add(port.name);
      return [{ ...edge, to: { node: id, port: port.name } }];
    }
    if (edge.from.node !== id) return [edge];
    const at = before.outputs.findIndex(({ name }) => name === edge.from.port);
    const port = after.outputs[at] ?? after.outputs[0];
    return port ? [{ ...edge, from: { node: id, port: port.name } }] : [];
  });
}
