/** What a functional model makes of the nodes: which are calls of one layer, and the order of its layers. */
import type { NodeFacts } from '../../../../shared/network/infer.ts';
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

/**
 * The order in which Keras keeps the layers of a functional model once it has read it: by depth (steps to the farthest
 * output) from the inputs on, and within a depth as a walk back from the outputs first meets them. The groups of
 * `model.weights.h5` are numbered in this order, not in that of config.json. A layer is as deep as its deepest call.
 */
export function kerasOrder(plan: ExportPlan): readonly NodeFacts[] {
  const byId = new Map(plan.nodes.map((facts) => [facts.node.id, facts]));
  const calls = kerasCalls(plan);
  const ownerOf = (id: string): string => calls.get(id)!.owner;
  const met = new Map<string, number>();
  const visited = new Set<string>();
  /** Each node after those that feed it. */
  const fed: string[] = [];
  const visit = (id: string): void => {
    if (visited.has(id)) return;
    visited.add(id);
    if (!met.has(ownerOf(id))) met.set(ownerOf(id), met.size);
    for (const { node } of byId.get(id)!.sources) visit(node);
    fed.push(id);
  };
  for (const { source } of plan.outputs) visit(source.node);

  const depth = new Map<string, number>();
  const layerDepth = new Map<string, number>();
  for (const id of fed.reverse()) {
    // As Keras counts: a call is at least as deep as the layer's calls that were counted before it.
    const own = Math.max(depth.get(id) ?? 0, layerDepth.get(ownerOf(id)) ?? 0);
    layerDepth.set(ownerOf(id), own);
    for (const { node: before } of byId.get(id)!.sources)
      depth.set(before, Math.max(depth.get(before) ?? 0, own + 1));
  }
  return plan.nodes
    .filter(({ node }) => ownerOf(node.id) === node.id)
    .sort(
      (a, b) =>
        layerDepth.get(b.node.id)! - layerDepth.get(a.node.id)! || met.get(a.node.id)! - met.get(b.node.id)!,
    );
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
