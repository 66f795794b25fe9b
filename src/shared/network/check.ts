/** Everything that stands between a project and its training, as problems with their places and remedies. */
import type { DatasetManifest } from '../data/manifest.ts';
import type { Result } from '../result.ts';
import type { Problem } from '../words/problems.ts';
import type { Network, Project } from './document.ts';
import { chooseRecipe, endsContext, feedOf, lossFor, targetOf } from './ends.ts';
import type { EndsContext } from './ends.ts';
import { inferNetwork } from './infer.ts';
import type { Inferred } from './infer.ts';

/** Problems of the networks themselves and, where the data set is known, of how they fit it. */
export function checkProject(project: Project, manifest: DatasetManifest | null): Problem[] {
  const chosen = chooseRecipe(project, manifest);
  const context = chosen.ok && manifest ? endsContext(project, chosen.value, manifest) : null;
  const problems = project.networks.flatMap((network) => {
    const inferred = inferNetwork(network);
    return [
      ...inferred.problems,
      ...checkEnds(network),
      ...checkReach(network),
      ...(context ? checkData(context, network, inferred) : []),
    ];
  });
  problems.push(...problemsOf(chosen));
  if (!manifest) {
    problems.push({
      at: {},
      severity: 'error',
      code: 'dataset-missing',
      facts: { name: project.data.dataset?.name ?? '' },
    });
  }
  return problems;
}

/** True if nothing stands in the way of training; advice does not. */
export const canTrain = (problems: readonly Problem[]): boolean =>
  problems.every((problem) => problem.severity === 'advice');

function checkEnds(network: Network): Problem[] {
  const at = { network: network.id };
  const has = (kind: string): boolean => network.nodes.some((node) => node.kind === kind);
  return [
    ...(has('input') ? [] : [{ at, severity: 'error', code: 'no-input', facts: {} } as const]),
    ...(has('output') ? [] : [{ at, severity: 'error', code: 'no-output', facts: {} } as const]),
  ];
}

/** Layers that lead to no output learn nothing. */
function checkReach(network: Network): Problem[] {
  if (!network.nodes.some((node) => node.kind === 'output')) return [];
  const reached = new Set(network.nodes.filter((node) => node.kind === 'output').map((node) => node.id));
  const stack = [...reached];
  while (stack.length > 0) {
    const id = stack.pop()!;
    for (const edge of network.edges) {
      if (edge.to.node === id && !reached.has(edge.from.node)) {
        reached.add(edge.from.node);
        stack.push(edge.from.node);
      }
    }
  }
  return network.nodes
    .filter((node) => !reached.has(node.id))
    .map((node) => ({
      at: { network: network.id, node: node.id },
      severity: 'advice',
      code: 'not-connected-to-output',
      facts: { layer: node.name },
    }));
}

function checkData(context: EndsContext, network: Network, inferred: Inferred): Problem[] {
  return network.nodes.flatMap((node): Problem[] => {
    const facts = inferred.byId.get(node.id);
    if (!facts) return [];
    if (node.kind === 'input') return problemsOf(feedOf(context, network, facts));
    if (node.kind !== 'output') return [];
    const target = targetOf(context, network, facts);
    return target.ok && target.value ? problemsOf(lossFor(network, facts, target.value)) : problemsOf(target);
  });
}

const problemsOf = (result: Result<unknown, Problem>): Problem[] => (result.ok ? [] : [result.error]);
