/** Everything that stands between a project and its training, as problems with their places and remedies. */
import type { DatasetManifest } from '../data/manifest.ts';
import type { AnyLoss } from '../kinds/define.ts';
import type { AnyRecipe } from '../kinds/recipe.ts';
import { sameShape, sizeOf } from '../kinds/shape.ts';
import type { Result } from '../result.ts';
import type { Fix, Problem } from '../words/problems.ts';
import { checkSettings } from './check-settings.ts';
import type { Network, Project } from './document.ts';
import {
  chooseRecipe,
  endsContext,
  feedOf,
  lastDense,
  lossFor,
  normalised,
  roleNetworks,
  samplesFirst,
  targetOf,
} from './ends.ts';
import type { EndsContext, Feed, Target } from './ends.ts';
import { setParam } from './fixes.ts';
import { checkOutput } from './output-settings.ts';
import { withFix } from './fix-project.ts';
import { inferNetwork } from './infer.ts';
import type { Inferred, NodeFacts } from './infer.ts';
import { trainingSize } from './samples.ts';
import { edgesTo } from './wires.ts';
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
  const chosen = chooseRecipe(project, manifest);
  const context = chosen.ok && manifest ? endsContext(project, chosen.value, manifest) : null;
  const problems = roleNetworks(project).flatMap((network) => {
    const inferred = inferNetwork(network);
    const found = [
      ...inferred.problems,
      ...checkEnds(network),
      ...checkReach(network),
      ...(context ? checkData(context, network, inferred) : []),
    ];
    return canTrain(found) ? [...found, ...checkLearning(network, inferred)] : found;
  });
  problems.push(...problemsOf(chosen));
  if (chosen.ok && canTrain(problems)) problems.push(...checkJudges(project, chosen.value.recipe));
  if (context && manifest && canTrain(problems)) problems.push(...checkSettings(context, manifest));
  if (manifest) problems.push(...checkSplit(project, manifest));
  if (manifest && room && canTrain(problems)) problems.push(...checkMemory(project, manifest, room));
  if (!manifest) {
    problems.push({
      at: {},
      severity: 'error',
      code: 'dataset-missing',
      facts: { name: project.data.dataset?.name ?? '' },
    });
  }
  return problems.map((problem) => withFix(project, manifest, problem));
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

/** The nodes that lead to an output. */
function leadingToOutput(network: Network): ReadonlySet<string> {
  const reached = new Set(network.nodes.filter((node) => node.kind === 'output').map((node) => node.id));
  const stack = [...reached];
  while (stack.length > 0) {
    const id = stack.pop()!;
    for (const { from } of edgesTo(network, id)) {
      if (reached.has(from.node)) continue;
      reached.add(from.node);
      stack.push(from.node);
    }
  }
  return reached;
}

/** Layers that lead to no output learn nothing. */
function checkReach(network: Network): Problem[] {
  if (!network.nodes.some((node) => node.kind === 'output')) return [];
  const reached = leadingToOutput(network);
  // Of a branch that leads nowhere the end is named, and with it all of the branch.
  const leads = new Set(network.edges.map(({ from }) => from.node));
  return network.nodes
    .filter((node) => !reached.has(node.id) && !leads.has(node.id))
    .map((node) => ({
      at: { network: network.id, node: node.id },
      severity: 'advice',
      code: 'not-connected-to-output',
      facts: { layer: node.name },
    }));
}

/** Whether what one network makes is what another judges, and whether that one says one number of it. */
function checkJudges(project: Project, { roles }: AnyRecipe): Problem[] {
  return roles.flatMap(({ judges }, i): Problem[] => {
    const maker = project.networks[roles.findIndex(({ name }) => name === judges)];
    const judge = project.networks[i]!;
    if (!maker) return [];
    const endsOf = (network: Network, kind: string): readonly NodeFacts[] =>
      inferNetwork(network).order.filter((facts) => facts.kind.kind === kind);
    const [made] = endsOf(maker, 'output');
    const [read] = samplesFirst(project, judge, endsOf(judge, 'input'), ({ node }) => node.id);
    const [score] = endsOf(judge, 'output');
    if (!made || !read || !score) return [];
    const [shape, wants, judged] = [made.inputs[0]!, read.outputs[0]!, score.inputs[0]!];
    const problems: Problem[] = [];
    if (!sameShape(shape, wants)) {
      const at = { network: maker.id, node: made.node.id };
      const facts = { layer: made.node.name, shape, judge: judge.name, wants };
      problems.push({ at, severity: 'error', code: 'sample-not-judged', facts });
    }
    if (sizeOf(judged) !== 1) {
      const at = { network: judge.id, node: score.node.id };
      const last = judged.length === 1 ? lastDense(judge, score.node.id) : undefined;
      const fix = last && setParam(judge, last, 'units', 1);
      const facts = { layer: score.node.name, shape: judged };
      problems.push({ at, severity: 'error', code: 'score-not-one', facts, ...(fix && { fix }) });
    }
    return problems;
  });
}

/** Whether a training would change any weight of a network that is sound otherwise. */
function checkLearning(network: Network, inferred: Inferred): Problem[] {
  const reached = leadingToOutput(network);
  const leading = inferred.order.filter(({ node }) => reached.has(node.id));
  if (leading.some(({ trainableParameters }) => trainableParameters > 0)) return [];
  // Layers inside a group may be frozen, too.
  const frozen = leading.filter(({ weights }) =>
    Object.values(weights).some((spec) => spec.trainable),
  ).length;
  const facts = { network: network.name, frozen };
  return [{ at: { network: network.id }, severity: 'error', code: 'nothing-learns', facts }];
}

function checkData(context: EndsContext, network: Network, inferred: Inferred): Problem[] {
  return network.nodes.flatMap((node): Problem[] => {
    const facts = inferred.byId.get(node.id);
    if (!facts) return [];
    if (node.kind === 'input') {
      const feed = feedOf(context, network, facts);
      return feed.ok ? checkVocabulary(network, facts, feed.value, inferred) : [feed.error];
    }
    if (node.kind !== 'output') return [];
    const target = targetOf(context, network, facts);
    if (!target.ok || !target.value) return problemsOf(target);
    const loss = lossFor(network, facts, target.value);
    return [
      ...(loss.ok ? checkLast(network, facts, inferred, target.value, loss.value) : problemsOf(loss)),
      ...checkOutput(network, facts, target.value),
    ];
  });
}

const problemsOf = (result: Result<unknown, Problem>): Problem[] => (result.ok ? [] : [result.error]);

/** An embedding has a row for each token of the column that feeds it. */
function checkVocabulary(
  network: Network,
  { node }: NodeFacts,
  { columns }: Feed,
  inferred: Inferred,
): Problem[] {
  const [column] = columns;
  if (column?.type !== 'tokens') return [];
  const tokens = column.vocabulary.length;
  return inferred.order.flatMap((fed): Problem[] => {
    const size = fed.params['inputDim'];
    const reads = fed.sources.some((source) => source.node === node.id);
    if (fed.node.kind !== 'embedding' || !reads || typeof size !== 'number' || size >= tokens) return [];
    const at = { network: network.id, node: fed.node.id, param: 'inputDim' };
    const facts = { layer: fed.node.name, size, tokens, column: column.name };
    const fix = setParam(network, fed.node, 'inputDim', tokens);
    return [{ at, severity: 'error', code: 'vocabulary-larger', facts, fix }];
  });
}

/** Lowest and highest values that an activation gives; those that are not here give any. */
const RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  sigmoid: [0, 1],
  tanh: [-1, 1],
  softsign: [-1, 1],
  relu: [0, Infinity],
  softplus: [0, Infinity],
};

/** Whether the last activation suits the loss and the target. */
function checkLast(
  network: Network,
  output: NodeFacts,
  inferred: Inferred,
  target: Target,
  loss: AnyLoss,
): Problem[] {
  const last = inferred.byId.get(output.sources[0]!.node)!;
  const { activation } = last.params;
  if (typeof activation !== 'string' || activation === 'linear') return [];
  const place = { at: { network: network.id, node: last.node.id, param: 'activation' } };
  const layer = last.node.name;
  const change = (value: 'linear' | 'softmax' | 'sigmoid'): Fix => ({
    code: `set-${value}`,
    facts: {},
    edits: [{ edit: 'set-param', ...place.at, value }],
  });
  if (target.type === 'category' && target.single) {
    if (activation === 'sigmoid') return [];
    const facts = { layer, activation, column: target.column.name };
    // The softmax of a single unit is always 1.
    const severity = activation === 'softmax' ? 'error' : 'advice';
    return [{ ...place, severity, code: 'single-without-sigmoid', facts, fix: change('sigmoid') }];
  }
  if (target.type === 'category' || target.type === 'tokens') {
    if (loss.inside !== 'softmax' || activation === 'softmax') return [];
    const facts = { layer, activation };
    const fix = change('softmax');
    return [{ ...place, severity: 'advice', code: 'activation-before-crossentropy', facts, fix }];
  }
  if (target.type === 'input') return [];
  const fix = change('linear');
  if (activation === 'softmax') {
    const facts = { layer, column: target.column.name };
    return [{ ...place, severity: 'error', code: 'softmax-on-number', facts, fix }];
  }
  const [low, high] = RANGES[activation] ?? [-Infinity, Infinity];
  const { statistics, name } = target.column;
  if (!statistics) return [];
  const deviations = normalised(output, target, loss);
  const learned = (value: number): number =>
    deviations ? (value - statistics.mean) / (statistics.standardDeviation || 1) : value;
  const [least, most] = [learned(statistics.min), learned(statistics.max)];
  if (least >= low && most <= high) return [];
  const facts = { layer, activation, column: name, low: least, high: most, deviations };
  return [{ ...place, severity: 'advice', code: 'activation-limits-target', facts, fix }];
}

/** Parts of the rows that leave most of them to train on. */
const USUAL_PARTS = { validationFraction: 0.15, testFraction: 0.15 } as const;

/** Whether any sample is left to train on. */
function checkSplit(project: Project, manifest: DatasetManifest): Problem[] {
  const { rows, samples, reach, longest } = trainingSize(project, manifest);
  if (samples > 0) return [];
  const usual = { ...project, training: { ...project.training, ...USUAL_PARTS } };
  const helps = trainingSize(usual, manifest).samples > 0;
  const { validationFraction: validation, testFraction: test } = project.training;
  return [
    {
      at: {},
      severity: 'error',
      ...(rows > 0
        ? { code: 'window-too-long' as const, facts: { rows: longest, reach } }
        : { code: 'nothing-to-train-on' as const, facts: { rows: manifest.rows, validation, test } }),
      ...(helps && {
        fix: { code: 'hold-out-less', facts: {}, edits: [{ edit: 'set-training', training: USUAL_PARTS }] },
      }),
    },
  ];
}

function checkMemory(project: Project, manifest: DatasetManifest, room: MachineRoom): Problem[] {
  const { batchSize } = project.training;
  const { total: needed, streamed } = estimateMemory(project, manifest, room);
  if (needed <= room.free)
    return streamed > 0 ? [{ at: {}, severity: 'advice', code: 'data-streamed', facts: { streamed } }] : [];
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
          facts: { largest },
          edits: [{ edit: 'set-training' as const, training: { batchSize: largest } }],
        },
      }),
    },
  ];
}
