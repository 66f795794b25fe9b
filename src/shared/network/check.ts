/** Everything that stands between a project and its training, as problems with their places and remedies. */
import { columnsShape } from '../data/manifest.ts';
import type { Column, DatasetManifest } from '../data/manifest.ts';
import { sameShape } from '../kinds/shape.ts';
import type { LossKind, TargetType } from '../kinds/define.ts';
import { lossOf, losses } from '../kinds/losses/index.ts';
import type { Fix, Problem } from '../words/problems.ts';
import type { Network, NetworkNode, Project } from './document.ts';
import type { Edit } from './edits.ts';
import { inferNetwork } from './infer.ts';
import type { Inferred, NodeFacts } from './infer.ts';
import { estimateMemory, largestBatch } from './memory.ts';
import type { MachineRoom } from './memory.ts';

/**
 * Problems of the networks themselves, where the data set is known of how they fit it, and where the machine is known of
 * whether there is memory enough.
 */
export function checkProject(
  project: Project,
  manifest: DatasetManifest | null,
  room: MachineRoom | null = null,
): Problem[] {
  const problems = project.networks.flatMap((network) => {
    const inferred = inferNetwork(network);
    return [
      ...inferred.problems,
      ...checkEnds(network),
      ...checkReach(network),
      ...checkData(project, network, inferred, manifest),
    ];
  });
  if (manifest && room && canTrain(problems)) problems.push(...checkMemory(project, manifest, room));
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

function checkData(
  project: Project,
  network: Network,
  inferred: Inferred,
  manifest: DatasetManifest | null,
): Problem[] {
  if (!manifest) return [];
  const column = (name: string): Column | undefined =>
    manifest.columns.find((candidate) => candidate.name === name);
  return network.nodes.flatMap((node): Problem[] => {
    if (node.kind === 'input') return checkInput(project, network, node, inferred, column);
    if (node.kind === 'output') return checkOutput(project, network, node, inferred, column);
    return [];
  });
}

type ColumnOf = (name: string) => Column | undefined;

function checkInput(
  project: Project,
  network: Network,
  node: NetworkNode,
  inferred: Inferred,
  column: ColumnOf,
): Problem[] {
  const at = { network: network.id, node: node.id };
  const columns = (project.data.inputs[node.id] ?? []).map(column);
  if (columns.length === 0 || !columns.every((found) => found !== undefined)) {
    return [{ at, severity: 'error', code: 'input-column-missing', facts: { layer: node.name } }];
  }
  const data = columnsShape(columns);
  const shape = inferred.byId.get(node.id)?.outputs[0];
  if (!shape || sameShape(shape, data)) return [];
  return [
    {
      at: { ...at, param: 'shape' },
      severity: 'error',
      code: 'input-shape-not-data',
      facts: { layer: node.name, shape, data },
      fix: {
        code: 'set-shape',
        edits: [{ edit: 'set-param', network: network.id, node: node.id, param: 'shape', value: data }],
      },
    },
  ];
}

function checkOutput(
  project: Project,
  network: Network,
  node: NetworkNode,
  inferred: Inferred,
  column: ColumnOf,
): Problem[] {
  const at = { network: network.id, node: node.id };
  const target = column(project.data.targets[node.id] ?? '');
  if (!target || target.type === 'image')
    return [{ at, severity: 'error', code: 'target-missing', facts: { layer: node.name } }];
  const facts = inferred.byId.get(node.id);
  if (!facts) return [];
  const shape = facts.inputs[0]!;
  const wanted = target.type === 'category' ? target.classes.length : 1;
  if (shape.length > 1) {
    const misfit = {
      code: 'rank-wrong',
      facts: { layer: node.name, wants: 'one row of numbers for each sample', shape },
    } as const;
    return [{ ...misfit, at, severity: 'error' }];
  }
  const units = shape[0] ?? 1;
  if (units === wanted) return checkLoss(network, facts, inferred, target);
  // The layer whose width is wrong is the last one with units, reached through layers that keep it.
  const last = lastDense(network, node.id);
  return [
    {
      at: last ? { ...at, node: last.id, param: 'units' } : at,
      severity: 'error',
      code: 'units-not-classes',
      facts: { layer: last?.name ?? node.name, units, classes: wanted, column: target.name },
      ...(last && {
        fix: {
          code: 'set-units' as const,
          edits: [
            { edit: 'set-param' as const, network: network.id, node: last.id, param: 'units', value: wanted },
          ],
        },
      }),
    },
  ];
}

function lastDense(network: Network, id: string): NetworkNode | undefined {
  const edge = network.edges.find((candidate) => candidate.to.node === id);
  const node = network.nodes.find((candidate) => candidate.id === edge?.from.node);
  if (!node) return undefined;
  if (node.kind === 'dense') return node;
  return ['activation', 'dropout', 'batchNormalization'].includes(node.kind)
    ? lastDense(network, node.id)
    : undefined;
}

/** Lowest and highest values that an activation gives; those that are not here give any. */
const RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  sigmoid: [0, 1],
  tanh: [-1, 1],
  softsign: [-1, 1],
  relu: [0, Infinity],
  softplus: [0, Infinity],
};

/** Whether the loss is for such a target, and the last activation for such a loss. */
function checkLoss(
  network: Network,
  { node, params, sources }: NodeFacts,
  inferred: Inferred,
  target: Exclude<Column, { type: 'image' }>,
): Problem[] {
  const at = { network: network.id, node: node.id };
  const chosen = params['loss'] === 'auto' ? undefined : lossOf(String(params['loss']));
  if (chosen && !chosen.targets.includes(target.type)) {
    const facts = { layer: node.name, loss: chosen.label, column: target.name, target: target.type };
    return [
      {
        at: { ...at, param: 'loss' },
        severity: 'error',
        code: 'loss-not-target',
        facts,
        fix: { code: 'set-loss', edits: [setParam(network, node, 'loss', 'auto')] },
      },
    ];
  }
  const last = inferred.byId.get(sources[0]!.node)!;
  const { activation } = last.params;
  if (typeof activation !== 'string' || activation === 'linear') return [];
  const place = { at: { ...at, node: last.node.id, param: 'activation' } };
  const layer = last.node.name;
  const change = (code: 'set-linear' | 'set-softmax', value: string): Fix => ({
    code,
    edits: [setParam(network, last.node, 'activation', value)],
  });
  if (target.type === 'category') {
    const onLogits = (chosen ?? lossFor(target.type))?.kind === 'sparseCategoricalCrossentropy';
    if (!onLogits || activation === 'softmax') return [];
    const facts = { layer, activation };
    const fix = change('set-softmax', 'softmax');
    return [{ ...place, severity: 'advice', code: 'activation-before-crossentropy', facts, fix }];
  }
  const fix = change('set-linear', 'linear');
  if (activation === 'softmax') {
    const facts = { layer, column: target.name };
    return [{ ...place, severity: 'error', code: 'softmax-on-number', facts, fix }];
  }
  const [low, high] = RANGES[activation] ?? [-Infinity, Infinity];
  const { statistics } = target;
  if (!statistics || (statistics.min >= low && statistics.max <= high)) return [];
  const facts = { layer, activation, column: target.name, low: statistics.min, high: statistics.max };
  return [{ ...place, severity: 'advice', code: 'activation-limits-target', facts, fix }];
}

/** The loss that 'auto' stands for. */
const lossFor = (target: TargetType): LossKind | undefined =>
  (losses as readonly LossKind[]).find(({ targets }) => targets.includes(target));

const setParam = (network: Network, node: NetworkNode, param: string, value: unknown): Edit => ({
  edit: 'set-param',
  network: network.id,
  node: node.id,
  param,
  value,
});

function checkMemory(project: Project, manifest: DatasetManifest, room: MachineRoom): Problem[] {
  const { batchSize } = project.training;
  const needed = estimateMemory(project, manifest, room).total;
  if (needed <= room.free) return [];
  const largest = largestBatch(project, manifest, room);
  return [
    {
      at: {},
      severity: 'error',
      code: 'memory-short',
      facts: { needed, free: room.free, batchSize, largest },
      ...(largest > 0 && {
        fix: {
          code: 'set-batch-size' as const,
          edits: [{ edit: 'set-training' as const, training: { batchSize: largest } }],
        },
      }),
    },
  ];
}
