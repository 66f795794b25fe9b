/** What a functional model makes of the nodes: which are calls of one layer, and the order of its layers. */
import type { ExportPlan } from '../plan.ts';

/** A layer by the node that has its weights, and which of its calls a node is. */
export interface KerasCall {
  readonly owner: string;
  readonly index: number;
}

/** The call that each node is, by id: those that share weights are one layer, called in the order of the pass. */
export function kerasCalls({ nodes }: Pick<ExportPlan, 'nodes'>): ReadonlyMap<string, KerasCall> {
  const counts = new Map<string, number>();
  return new Map(
    nodes.map(({ node, weights }): [string, KerasCall] => {
      const owner = Object.keys(weights).length > 0 ? (node.weightsOf ?? node.id) : node.id;
      const index = counts.get(owner) ?? 0;
      counts.set(owner, index + 1);
      return [node.id, { owner, index }];
    }),
  );
}

/** The id under which a layer's call is read back. */
export const callId = (layer: string, index: number): string => (index === 0 ? layer : `${layer}/${index}`);

/** A functional model as the calls of its layers, each naming the calls that feed it. */
export interface KerasGraph {
  readonly calls: readonly {
    readonly id: string;
    readonly layer: string;
    readonly sources: readonly string[];
  }[];
  /** The calls that give its outputs. */
  readonly outputs: readonly string[];
}

/** Layers go by the ids of their first nodes. */
export function kerasGraph(plan: ExportPlan): KerasGraph {
  const calls = kerasCalls(plan);
  return {
    calls: plan.nodes.map(({ node, sources }) => ({
      id: node.id,
      layer: calls.get(node.id)!.owner,
      sources: sources.map((source) => source.node),
    })),
    outputs: plan.outputs.map(({ source }) => source.node),
  };
}

/**
 * The layers in the order in which Keras keeps those of a functional model once it has read it: by depth (steps to the
 * farthest output) from the inputs on, and within a depth as a walk back from the outputs first meets them. The groups of
 * `model.weights.h5` are numbered in this order, not in that of config.json. A layer is as deep as its deepest call.
 */
export function kerasOrder({ calls, outputs }: KerasGraph): readonly string[] {
  const byId = new Map(calls.map((call) => [call.id, call]));
  const met = new Set<string>();
  const visited = new Set<string>();
  /** Each call after those that feed it. */
  const fed: KerasGraph['calls'][number][] = [];
  const visit = (id: string): void => {
    if (visited.has(id)) return;
    visited.add(id);
    const call = byId.get(id)!;
    met.add(call.layer);
    call.sources.forEach(visit);
    fed.push(call);
  };
  outputs.forEach(visit);

  const depth = new Map<string, number>();
  const layerDepth = new Map<string, number>();
  for (const { id, layer, sources } of fed.reverse()) {
    // As Keras counts: a call is at least as deep as the layer's calls that were counted before it.
    const own = Math.max(depth.get(id) ?? 0, layerDepth.get(layer) ?? 0);
    layerDepth.set(layer, own);
    for (const before of sources) depth.set(before, Math.max(depth.get(before) ?? 0, own + 1));
  }
  // Sorting keeps those of one depth as they were met.
  return [...met].sort((a, b) => layerDepth.get(b)! - layerDepth.get(a)!);
}

/** "BatchNormalization" is `batch_normalization`, "Conv2D" `conv2d`, as Keras names the groups. */
const snakeCase = (className: string): string =>
  className
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** A name for each class in turn: `dense`, `dense_1`, … */
export function kerasGroups(classNames: readonly string[]): readonly string[] {
  const used = new Map<string, number>();
  return classNames.map((className) => {
    const name = snakeCase(className);
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}
