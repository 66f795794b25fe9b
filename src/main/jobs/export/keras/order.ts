/**
 * The order in which Keras keeps the layers of a functional model once it has read it: by depth (steps to the farthest
 * output) from the inputs on, and within a depth as a walk back from the outputs first meets them. The groups of
 * `model.weights.h5` are numbered in this order, not in that of config.json.
 */
import type { NodeFacts } from '../../../../shared/network/infer.ts';
import type { ExportPlan } from '../plan.ts';

export function kerasOrder(plan: ExportPlan): readonly NodeFacts[] {
  const byId = new Map(plan.nodes.map((facts) => [facts.node.id, facts]));
  const met = new Map<string, number>();
  const visit = (id: string): void => {
    if (met.has(id)) return;
    met.set(id, met.size);
    for (const { node } of byId.get(id)!.sources) visit(node);
  };
  for (const { source } of plan.outputs) visit(source.node);

  const depth = new Map<string, number>();
  for (const { node, sources } of [...plan.nodes].reverse()) {
    const own = depth.get(node.id) ?? 0;
    depth.set(node.id, own);
    for (const { node: before } of sources) depth.set(before, Math.max(depth.get(before) ?? 0, own + 1));
  }
  return [...plan.nodes].sort(
    (a, b) => depth.get(b.node.id)! - depth.get(a.node.id)! || met.get(a.node.id)! - met.get(b.node.id)!,
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
