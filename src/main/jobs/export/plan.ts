/** What an export writes: the nodes that lead to an output, in the order of the pass, each with its name in the file. */
import type { EdgeEnd, Network } from '../../../shared/network/document.ts';
import type { Inferred, NodeFacts } from '../../../shared/network/infer.ts';

export interface PlannedOutput {
  readonly facts: NodeFacts;
  readonly name: string;
  /** The signal that is the prediction. */
  readonly source: EdgeEnd;
}
export interface ExportPlan {
  /** Without the output layers, which compute nothing. */
  readonly nodes: readonly NodeFacts[];
  readonly inputs: readonly NodeFacts[];
  readonly outputs: readonly PlannedOutput[];
  /** By node id: valid as a name in Keras and ONNX, unique in the file. */
  readonly names: ReadonlyMap<string, string>;
}

/** Plans the export of a network without problems. Inputs and outputs keep the document's order. */
export function planExport(network: Network, inferred: Inferred): ExportPlan {
  const documentOrder = (kind: string): NodeFacts[] =>
    network.nodes.flatMap((node) => {
      const facts = inferred.byId.get(node.id);
      return facts && node.kind === kind ? [facts] : [];
    });
  /** Where a signal comes from once the layers are left out that pass their first input on. */
  const origin = (source: EdgeEnd): EdgeEnd => {
    const { kind, params, inputs, sources } = inferred.byId.get(source.node)!;
    return sources.length > 0 && kind.keras(params, inputs) === null ? origin(sources[0]!) : source;
  };
  const reached = new Map<string, NodeFacts>();
  const visit = (facts: NodeFacts): void => {
    if (reached.has(facts.node.id)) return;
    const sources = facts.sources.map(origin);
    reached.set(facts.node.id, { ...facts, sources });
    for (const { node } of sources) visit(inferred.byId.get(node)!);
  };
  documentOrder('output').forEach(visit);
  const ends = documentOrder('output').map(({ node }) => reached.get(node.id)!);
  const written = inferred.order.flatMap(({ node }) => reached.get(node.id) ?? []);
  const names = exportNames(written.map(({ node }) => node));
  return {
    nodes: written.filter(({ node }) => node.kind !== 'output'),
    inputs: documentOrder('input').filter(({ node }) => reached.has(node.id)),
    outputs: ends.map((facts) => ({
      facts,
      name: names.get(facts.node.id)!,
      source: facts.sources[0]!,
    })),
    names,
  };
}

/**
 * Names that Keras, TensorFlow's scopes and ONNX accept: ASCII letters, digits, "_", "-" and ".", beginning with a
 * letter or digit. Two that become equal are told apart by a number. `known`: names that others have already.
 */
export function exportNames(
  nodes: readonly { readonly id: string; readonly name: string }[],
  known: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const names = new Map(known);
  const taken = new Set([...known.values()].map((name) => name.toLowerCase()));
  for (const { id, name } of nodes) {
    const plain = name
      .normalize('NFKD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .replaceAll(/[^A-Za-z0-9_.-]+/g, '_')
      .replace(/^[^A-Za-z0-9]+/, '');
    const base = plain === '' ? 'layer' : plain;
    let unique = base;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${base}_${n}`;
    taken.add(unique.toLowerCase());
    names.set(id, unique);
  }
  return names;
}
