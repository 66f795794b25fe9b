/** The end of an ONNX graph's writing: its outputs get their names, and what none of them needs is dropped. */
import type { FinishedGraph, GraphNode, GraphOutput, Initializer } from './graph.ts';

/** `nodes`: each after all that feed it. */
export function finishGraph(
  nodes: readonly GraphNode[],
  initializers: readonly Initializer[],
  outputs: readonly GraphOutput[],
): FinishedGraph {
  const named = outputs
    .filter(({ name, value }) => name !== value)
    .map(({ name, value }) => ({ op: 'Identity', name, inputs: [value], outputs: [name], attributes: {} }));
  return rename(prune([...nodes, ...named], initializers, outputs), outputs);
}

/** Drops what no output needs. */
function prune(
  nodes: readonly GraphNode[],
  initializers: readonly Initializer[],
  outputs: readonly GraphOutput[],
): FinishedGraph {
  const needed = new Set(outputs.map(({ name }) => name));
  const kept: GraphNode[] = [];
  // Backwards: each node comes after all that feed it.
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    kept.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  return {
    nodes: kept.reverse(),
    initializers: initializers.filter(({ name }) => needed.has(name)),
  };
}

/** An Identity that only gives a name is left out: the node that computes its value takes the name. */
function rename({ nodes, initializers }: FinishedGraph, outputs: readonly GraphOutput[]): FinishedGraph {
  const wanted = new Set(outputs.map(({ name }) => name));
  const made = new Set(nodes.flatMap(({ outputs }) => outputs));
  const names = new Map<string, string>();
  const dropped = new Set<GraphNode>();
  for (const node of nodes) {
    const from = node.inputs[0]!;
    if (node.op !== 'Identity' || !made.has(from) || wanted.has(from) || names.has(from)) continue;
    names.set(from, node.outputs[0]!);
    dropped.add(node);
  }
  const called = (name: string): string => names.get(name) ?? name;
  return {
    nodes: nodes
      .filter((node) => !dropped.has(node))
      .map((node) => ({ ...node, inputs: node.inputs.map(called), outputs: node.outputs.map(called) })),
    initializers,
  };
}
